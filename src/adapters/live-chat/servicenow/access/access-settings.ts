import type { z } from 'zod';
import { choiceSetting } from '../../../settings/choices.ts';
import { missing, notUsable, together } from '../../../settings/findings.ts';
import { isSecret } from '../../../settings/secrets.ts';
import { type Setting, setting } from '../../../settings/setting.ts';
import { when } from '../../../settings/texts.ts';
import { urlIn } from '../../../settings/urls.ts';
import type { Access, MessageAccess, UserAccess } from './access.ts';

const expectedPassword = 'at least 8 characters';
const isPassword = when((text) => text.length >= 8);

/** How the bridge authenticates to the instance. */
export const accessSettings = {
  LIVECHAT_SERVICENOW_AUTH: choiceSetting(
    {
      description:
        'how the bridge authenticates as the integration user: `basic`, `oauth` (client credentials) or `none`, where message authentication is enough',
    },
    ['basic', 'oauth', 'none'],
  ),
  LIVECHAT_SERVICENOW_USER: setting(
    {
      description: 'the integration user, for `basic`',
      expected: 'a user ID without a colon',
      example: 'handoff.bridge',
      isOptional: true,
      whenAbsent: 'required for `basic`',
    },
    when((text) => /^[^:\p{Cc}]{1,100}$/u.test(text)),
  ),
  LIVECHAT_SERVICENOW_PASSWORD: setting(
    {
      description: 'its password, for `basic`',
      expected: expectedPassword,
      isSecret: true,
      isOptional: true,
      whenAbsent: 'required for `basic`',
    },
    isPassword,
  ),
  LIVECHAT_SERVICENOW_CLIENT_ID: setting(
    {
      description: 'the client ID of the OAuth application, for `oauth`',
      expected: 'a client ID',
      isOptional: true,
      whenAbsent: 'required for `oauth`',
    },
    when((text) => /^[\x21-\x7e]{1,200}$/.test(text)),
  ),
  LIVECHAT_SERVICENOW_CLIENT_SECRET: setting(
    {
      description: 'its client secret, for `oauth`',
      expected: expectedPassword,
      isSecret: true,
      isOptional: true,
      whenAbsent: 'required for `oauth`',
    },
    isPassword,
  ),
  LIVECHAT_SERVICENOW_TOKEN_URL: setting(
    {
      description: 'the token endpoint, for `oauth`; https or on loopback',
      expected: 'the https address of the token endpoint, or http on loopback only',
      isOptional: true,
      whenAbsent: '`/oauth_token.do` of `LIVECHAT_BASE_URL`',
    },
    urlIn,
  ),
  LIVECHAT_SERVICENOW_MESSAGE_AUTH: choiceSetting(
    {
      description:
        'the message authentication of the provider channel identity, alone or beside the user: `none`, `static` (the header `token`) or `hash` (the header `x-b2b-signature`)',
    },
    ['none', 'static', 'hash'],
  ),
  LIVECHAT_SERVICENOW_TOKEN: setting(
    {
      description: 'the token of the token verification, or the secret of the hash message verification',
      expected: 'at least 16 printable characters and not an example',
      isSecret: true,
      isOptional: true,
      whenAbsent: 'required for `static` and `hash`',
    },
    when((text) => isSecret(text) && /^[\x21-\x7e]+$/.test(text)),
  ),
};

type Values<Shape> = { [Name in keyof Shape]: Shape[Name] extends Setting<infer Value> ? Value : never };
type Given = Values<typeof accessSettings>;
type Name = keyof Given;

/** Says what is missing where a choice needs it, which is only known once it is known what was chosen. */
const neededFor = (chosenBy: Name, kinds: readonly string[], name: Name): z.core.$ZodCheck<Given> =>
  together([chosenBy, name], (its) => {
    const kind = String(its[chosenBy]);
    const isMissing = kinds.includes(kind) && its[name] === undefined;
    return isMissing ? [missing(name, `one for ${chosenBy}=${kind}`)] : [];
  });

export const checkedAccess: readonly z.core.$ZodCheck<Given>[] = [
  neededFor('LIVECHAT_SERVICENOW_AUTH', ['basic'], 'LIVECHAT_SERVICENOW_USER'),
  neededFor('LIVECHAT_SERVICENOW_AUTH', ['basic'], 'LIVECHAT_SERVICENOW_PASSWORD'),
  neededFor('LIVECHAT_SERVICENOW_AUTH', ['oauth'], 'LIVECHAT_SERVICENOW_CLIENT_ID'),
  neededFor('LIVECHAT_SERVICENOW_AUTH', ['oauth'], 'LIVECHAT_SERVICENOW_CLIENT_SECRET'),
  neededFor('LIVECHAT_SERVICENOW_MESSAGE_AUTH', ['static', 'hash'], 'LIVECHAT_SERVICENOW_TOKEN'),
  together(['LIVECHAT_SERVICENOW_AUTH', 'LIVECHAT_SERVICENOW_MESSAGE_AUTH'], (its) => {
    const isKnown =
      its.LIVECHAT_SERVICENOW_AUTH !== 'none' || its.LIVECHAT_SERVICENOW_MESSAGE_AUTH !== 'none';
    const expected = 'static or hash where LIVECHAT_SERVICENOW_AUTH is none';
    return isKnown ? [] : [notUsable('LIVECHAT_SERVICENOW_MESSAGE_AUTH', expected)];
  }),
];

/** Of settings that were checked. */
export const accessIn = (its: Given, baseUrl: string): Access => ({
  user: userIn(its, baseUrl),
  message: messageIn(its),
});

function userIn(its: Given, baseUrl: string): UserAccess {
  switch (its.LIVECHAT_SERVICENOW_AUTH) {
    case 'basic':
      return {
        kind: 'basic',
        user: its.LIVECHAT_SERVICENOW_USER ?? '',
        password: its.LIVECHAT_SERVICENOW_PASSWORD ?? '',
      };
    case 'oauth':
      return {
        kind: 'oauth',
        tokenUrl: its.LIVECHAT_SERVICENOW_TOKEN_URL ?? `${baseUrl}/oauth_token.do`,
        clientId: its.LIVECHAT_SERVICENOW_CLIENT_ID ?? '',
        clientSecret: its.LIVECHAT_SERVICENOW_CLIENT_SECRET ?? '',
      };
    case 'none':
      return { kind: 'none' };
  }
}

function messageIn(its: Given): MessageAccess {
  const kind = its.LIVECHAT_SERVICENOW_MESSAGE_AUTH;
  return kind === 'none' ? { kind } : { kind, token: its.LIVECHAT_SERVICENOW_TOKEN ?? '' };
}
