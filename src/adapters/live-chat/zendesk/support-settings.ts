import { z } from 'zod';
import { missing, notUsable, together } from '../../settings/findings.ts';
import { isSecret } from '../../settings/secrets.ts';
import { setting } from '../../settings/setting.ts';
import { partsOf, when } from '../../settings/texts.ts';
import { urlIn } from '../../settings/urls.ts';
import { timeZoneIn } from './start/business-hours.ts';

/* The settings of Zendesk Support, which has credentials of its own, and what the other settings share with them. */

/** How Zendesk Support is asked: other credentials than those of Sunshine Conversations. */
export interface SupportAccess {
  /** Without a trailing slash, such as `https://acme.zendesk.com`. */
  readonly url: string;
  /** The value of `authorization`. */
  readonly authorization: string;
  /** Only agents of these groups count as free; empty for any. */
  readonly groupIds: readonly string[];
  /** Absent where business hours are not asked for. */
  readonly hours?: BusinessHours;
}

export interface BusinessHours {
  readonly scheduleId: string;
  /** IANA. Support names time zones in a way of its own. */
  readonly timeZone: string;
}

export const optional = { isOptional: true, whenAbsent: 'none' } as const;
export const digits = when((text) => /^\d{1,20}$/.test(text));

/** For `setting`: secrets, comma-separated. */
export const secretsIn = (text: string) => {
  const secrets = partsOf(text);
  return secrets.length > 0 && secrets.every(isSecret) ? secrets : undefined;
};

export const supportShape = {
  LIVECHAT_ZENDESK_SUPPORT_URL: setting(
    {
      description: 'where Zendesk Support is asked for free agents before a start',
      expected: 'the https address of Zendesk Support, or http on loopback',
      example: 'https://acme.zendesk.com',
      isOptional: true,
      whenAbsent: 'agents are not asked for',
    },
    urlIn,
  ),
  LIVECHAT_ZENDESK_SUPPORT_EMAIL: setting(
    {
      description: 'whose API token `LIVECHAT_ZENDESK_SUPPORT_TOKEN` is',
      expected: 'an e-mail address',
      example: 'bridge@acme.com',
      isOptional: true,
      whenAbsent: 'the token is sent as an OAuth bearer',
    },
    when((text) => /^[^\s:@/]+@[^\s:@/]+$/.test(text)),
  ),
  LIVECHAT_ZENDESK_SUPPORT_TOKEN: setting(
    {
      description: 'an API token, or an OAuth access token, of Zendesk Support that may read availability',
      expected: 'an API token or an OAuth access token',
      isSecret: true,
      ...optional,
    },
    when(isSecret),
  ),
  LIVECHAT_ZENDESK_GROUP_IDS: setting(
    {
      description: 'only agents of these groups count as free, comma-separated',
      expected: 'ids of groups, digits alone, comma-separated',
      example: '360002345678',
      isOptional: true,
      whenAbsent: 'any agent counts',
    },
    (text) => {
      const ids = partsOf(text);
      return ids.length > 0 && ids.every((id) => digits(id) !== undefined) ? ids : undefined;
    },
  ),
  LIVECHAT_ZENDESK_SCHEDULE_ID: setting(
    {
      description:
        'the schedule of Zendesk Support outside of whose business hours a start is refused as closed',
      expected: 'the id of a schedule, digits alone',
      example: '360000012345',
      isOptional: true,
      whenAbsent: 'business hours are not asked for',
    },
    digits,
  ),
  LIVECHAT_ZENDESK_TIME_ZONE: setting(
    {
      description: 'the IANA name of the time zone of that schedule',
      expected: 'an IANA time zone such as Europe/Berlin',
      example: 'Europe/Berlin',
      isOptional: true,
      whenAbsent: 'required with a schedule',
    },
    timeZoneIn,
  ),
  LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET: setting(
    {
      description:
        'the signing secret of the Support webhook that tells of agents and ends; several, comma-separated, during rotation',
      expected: 'the signing secret of the Support webhook, at least 16 characters, several comma-separated',
      isSecret: true,
      isOptional: true,
      whenAbsent: 'Support webhooks are refused',
    },
    secretsIn,
  ),
};

const whole = z.object(supportShape);
type Given = z.output<typeof whole>;

/** What has to be set together. */
export const supportChecks = [
  together<Given, keyof Given>(['LIVECHAT_ZENDESK_SUPPORT_URL', 'LIVECHAT_ZENDESK_SUPPORT_TOKEN'], (its) => {
    const { LIVECHAT_ZENDESK_SUPPORT_URL: url, LIVECHAT_ZENDESK_SUPPORT_TOKEN: token } = its;
    if (url !== undefined && token === undefined)
      return [missing('LIVECHAT_ZENDESK_SUPPORT_TOKEN', 'a token for LIVECHAT_ZENDESK_SUPPORT_URL')];
    if (url === undefined && token !== undefined)
      return [missing('LIVECHAT_ZENDESK_SUPPORT_URL', 'an address for LIVECHAT_ZENDESK_SUPPORT_TOKEN')];
    return [];
  }),
  together<Given, keyof Given>(['LIVECHAT_ZENDESK_SCHEDULE_ID', 'LIVECHAT_ZENDESK_SUPPORT_URL'], (its) =>
    its.LIVECHAT_ZENDESK_SCHEDULE_ID !== undefined && its.LIVECHAT_ZENDESK_SUPPORT_URL === undefined
      ? [notUsable('LIVECHAT_ZENDESK_SCHEDULE_ID', 'LIVECHAT_ZENDESK_SUPPORT_URL beside it')]
      : [],
  ),
  together<Given, keyof Given>(['LIVECHAT_ZENDESK_SCHEDULE_ID', 'LIVECHAT_ZENDESK_TIME_ZONE'], (its) =>
    its.LIVECHAT_ZENDESK_SCHEDULE_ID !== undefined && its.LIVECHAT_ZENDESK_TIME_ZONE === undefined
      ? [missing('LIVECHAT_ZENDESK_TIME_ZONE', 'the time zone of LIVECHAT_ZENDESK_SCHEDULE_ID')]
      : [],
  ),
  together<Given, keyof Given>(['LIVECHAT_ZENDESK_GROUP_IDS', 'LIVECHAT_ZENDESK_SUPPORT_URL'], (its) =>
    its.LIVECHAT_ZENDESK_GROUP_IDS !== undefined && its.LIVECHAT_ZENDESK_SUPPORT_URL === undefined
      ? [notUsable('LIVECHAT_ZENDESK_GROUP_IDS', 'LIVECHAT_ZENDESK_SUPPORT_URL beside it')]
      : [],
  ),
] as const;

export function supportOf(its: Given): { readonly support?: SupportAccess } {
  const { LIVECHAT_ZENDESK_SUPPORT_URL: url, LIVECHAT_ZENDESK_SUPPORT_TOKEN: token } = its;
  if (url === undefined || token === undefined) return {};
  const email = its.LIVECHAT_ZENDESK_SUPPORT_EMAIL;
  const authorization =
    email === undefined ? `Bearer ${token}` : `Basic ${base64(`${email}/token:${token}`)}`;
  const groupIds = its.LIVECHAT_ZENDESK_GROUP_IDS ?? [];
  const { LIVECHAT_ZENDESK_SCHEDULE_ID: scheduleId, LIVECHAT_ZENDESK_TIME_ZONE: timeZone } = its;
  const hours = scheduleId !== undefined && timeZone !== undefined && { hours: { scheduleId, timeZone } };
  return { support: { url, authorization, groupIds, ...hours } };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
