import { z } from 'zod';
import { flagSetting } from '../../settings/choices.ts';
import { missing, notUsable, together } from '../../settings/findings.ts';
import { guidIn, unwrapped } from '../../settings/guid.ts';
import { setting } from '../../settings/setting.ts';
import { partsOf } from '../../settings/texts.ts';
import { urlIn } from '../../settings/urls.ts';
import { baseUrlSetting } from '../callback-settings.ts';

export interface DynamicsSettings {
  /** Of the Messaging API, without a trailing slash. */
  readonly baseUrl: string;
  readonly orgId: string;
  /** Of the `msdyn_occustommessagingchannel` record. */
  readonly channelId: string;
  /** Of tokens for the Messaging API. */
  readonly scope: string;
  /** Whose tokens callbacks have to carry; what is absent is that of the LiveChat connection. */
  readonly callbacks: {
    readonly tenantId?: string | undefined;
    readonly audiences?: readonly string[] | undefined;
    readonly callers?: readonly string[] | undefined;
  };
  /** Absent where availability is not asked for. */
  readonly availability?: AvailabilitySettings;
}

export interface AvailabilitySettings {
  /** Of the Dataverse environment, without a trailing slash. */
  readonly orgUrl: string;
  readonly liveWorkStreamId: string;
  /** Whether a start is refused while no agent can take it; else the customer waits in the queue. */
  readonly refusesWithoutAgents: boolean;
}

const guidSetting = (description: string) =>
  setting({ description, expected: 'a GUID, and not only zeros' }, guidIn);

const scope = /^[\x21-\x7e]+[^/\s]\/\.default$/;

const shape = z.object({
  LIVECHAT_BASE_URL: baseUrlSetting,
  LIVECHAT_DYNAMICS_ORG_ID: guidSetting('the id of the organization, which each request names'),
  LIVECHAT_DYNAMICS_CHANNEL_ID: guidSetting(
    'the id of the custom messaging channel, a record of `msdyn_occustommessagingchannel`',
  ),
  LIVECHAT_DYNAMICS_SCOPE: setting(
    {
      description:
        'the scope for a token of the LiveChat connection: the organization’s host and `/.default`',
      expected: 'https://, the organization id without dashes, -c.<zone>.dynamics.com and /.default',
      example: 'https://5f1b2c3d4e5f60718293a4b5c6d7e8f9-c.crm4.dynamics.com/.default',
    },
    (text) => (scope.test(unwrapped(text)) ? unwrapped(text) : undefined),
  ),
  LIVECHAT_DYNAMICS_CALLBACK_AUDIENCE: setting(
    {
      description:
        'for whom the tokens of callbacks are: app ids or Application ID URIs, comma-separated; an id is also taken with `api://` before it',
      expected: 'app ids or Application ID URIs, comma-separated',
      isOptional: true,
      whenAbsent: 'the app of the LiveChat connection',
    },
    listOf((text) => guidIn(text) ?? uriIn(text)),
  ),
  LIVECHAT_DYNAMICS_CALLBACK_APP_ID: setting(
    {
      description:
        'to which app the tokens of callbacks are issued: that of the managed identity record; several, comma-separated',
      expected: 'app ids, comma-separated',
      isOptional: true,
      whenAbsent: 'the app of the LiveChat connection',
    },
    listOf(guidIn),
  ),
  LIVECHAT_DYNAMICS_CALLBACK_TENANT_ID: setting(
    {
      description: 'the tenant in which the tokens of callbacks are issued',
      expected: 'a GUID',
      isOptional: true,
      whenAbsent: 'the tenant of the LiveChat connection',
    },
    guidIn,
  ),
  LIVECHAT_DYNAMICS_ORG_URL: setting(
    {
      description: 'the Dataverse environment, which is asked for hours and agents before a start',
      expected: 'the https address of the Dataverse environment, or http on loopback',
      example: 'https://contoso.crm4.dynamics.com',
      isOptional: true,
      whenAbsent: 'nothing is asked',
    },
    urlIn,
  ),
  LIVECHAT_DYNAMICS_LIVE_WORK_STREAM_ID: setting(
    {
      description: 'the workstream whose hours and agents are asked for',
      expected: 'a GUID',
      isOptional: true,
      whenAbsent: 'required with `LIVECHAT_DYNAMICS_ORG_URL`',
    },
    guidIn,
  ),
  LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS: flagSetting({
    description: '`true` refuses a start while no agent can take it; else the customer waits in the queue',
  }),
});
type Given = z.output<typeof shape>;

const availabilityNames = ['LIVECHAT_DYNAMICS_ORG_URL', 'LIVECHAT_DYNAMICS_LIVE_WORK_STREAM_ID'] as const;

/** Where the contact center is, which app speaks to it, and whose callbacks are believed. */
export const dynamicsSettings = shape
  .check(
    together([...availabilityNames], (its) => {
      const [absent, ...others] = availabilityNames.filter((name) => its[name] === undefined);
      return absent !== undefined && others.length === 0
        ? [missing(absent, 'the other one of the two that availability is asked with')]
        : [];
    }),
    together([...availabilityNames, 'LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS'], (its) =>
      its.LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS && its.LIVECHAT_DYNAMICS_ORG_URL === undefined
        ? [notUsable('LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS', 'false without LIVECHAT_DYNAMICS_ORG_URL')]
        : [],
    ),
  )
  .transform((its): DynamicsSettings => {
    const availability = availabilityOf(its);
    return {
      baseUrl: its.LIVECHAT_BASE_URL,
      orgId: its.LIVECHAT_DYNAMICS_ORG_ID,
      channelId: its.LIVECHAT_DYNAMICS_CHANNEL_ID,
      scope: its.LIVECHAT_DYNAMICS_SCOPE,
      callbacks: {
        tenantId: its.LIVECHAT_DYNAMICS_CALLBACK_TENANT_ID,
        audiences: its.LIVECHAT_DYNAMICS_CALLBACK_AUDIENCE,
        callers: its.LIVECHAT_DYNAMICS_CALLBACK_APP_ID,
      },
      ...(availability && { availability }),
    };
  });

function availabilityOf(its: Given): AvailabilitySettings | undefined {
  const { LIVECHAT_DYNAMICS_ORG_URL: orgUrl, LIVECHAT_DYNAMICS_LIVE_WORK_STREAM_ID: liveWorkStreamId } = its;
  if (orgUrl === undefined || liveWorkStreamId === undefined) return undefined;
  return { orgUrl, liveWorkStreamId, refusesWithoutAgents: its.LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS };
}

/** For `setting`: all parts of a comma-separated list, if each is usable. */
function listOf(read: (text: string) => string | undefined) {
  return (text: string): readonly string[] | undefined => {
    const parts = partsOf(text).map(read);
    return parts.length > 0 && parts.every((each) => each !== undefined) ? parts : undefined;
  };
}

/** An Application ID URI, such as `api://contoso.com/bridge`. */
const uriIn = (text: string): string | undefined =>
  /^(api|https|urn):[\x21-\x7e]+$/.test(unwrapped(text)) ? unwrapped(text) : undefined;
