import type { z } from 'zod';
import { choiceSetting } from '../../../settings/choices.ts';
import { missing, together } from '../../../settings/findings.ts';
import { isSecret } from '../../../settings/secrets.ts';
import { type Setting, setting } from '../../../settings/setting.ts';
import { partsOf, when } from '../../../settings/texts.ts';
import type { CallbackAccess } from './callback-access.ts';

/** A value of a header, and no comma, which separates several. */
const isSecretValue = (text: string): boolean => isSecret(text) && /^[\x21-\x7e]+$/.test(text);

const expectedSecret = 'at least 16 printable characters and not an example, several comma-separated';

/** How callbacks are authenticated. */
export const callbackSettings = {
  LIVECHAT_SERVICENOW_CALLBACK_AUTH: choiceSetting(
    {
      description:
        "how ServiceNow's callbacks authenticate: `header` (a static header), `basic` or `bearer` (a fixed token)",
    },
    ['header', 'basic', 'bearer'],
  ),
  LIVECHAT_SERVICENOW_CALLBACK_HEADER: setting(
    {
      description: 'the name of the static header, for `header`',
      expected: 'the name of a header of ASCII letters, digits and hyphens',
      byDefault: 'x-handoff-bridge-key',
    },
    (text) => (/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(text) ? text.toLowerCase() : undefined),
  ),
  LIVECHAT_SERVICENOW_CALLBACK_USER: setting(
    {
      description: 'the user name, for `basic`',
      expected: 'a user name without a colon',
      example: 'servicenow',
      isOptional: true,
      whenAbsent: 'required for `basic`',
    },
    when((text) => /^[^:\p{Cc}]{1,100}$/u.test(text)),
  ),
  LIVECHAT_SERVICENOW_CALLBACK_SECRET: setting(
    {
      description:
        'the value of the static header, the password or the token; two, comma-separated, during rotation',
      expected: expectedSecret,
      isSecret: true,
      isOptional: true,
      whenAbsent: 'required',
    },
    (text) => {
      const secrets = partsOf(text);
      return secrets.length > 0 && secrets.every(isSecretValue) ? secrets : undefined;
    },
  ),
};

type Values<Shape> = { [Name in keyof Shape]: Shape[Name] extends Setting<infer Value> ? Value : never };
type Given = Values<typeof callbackSettings>;

export const checkedCallbacks: readonly z.core.$ZodCheck<Given>[] = [
  together(['LIVECHAT_SERVICENOW_CALLBACK_AUTH', 'LIVECHAT_SERVICENOW_CALLBACK_USER'], (its) =>
    its.LIVECHAT_SERVICENOW_CALLBACK_AUTH === 'basic' && its.LIVECHAT_SERVICENOW_CALLBACK_USER === undefined
      ? [missing('LIVECHAT_SERVICENOW_CALLBACK_USER', 'one for LIVECHAT_SERVICENOW_CALLBACK_AUTH=basic')]
      : [],
  ),
  together(['LIVECHAT_SERVICENOW_CALLBACK_SECRET'], (its) =>
    its.LIVECHAT_SERVICENOW_CALLBACK_SECRET === undefined
      ? [missing('LIVECHAT_SERVICENOW_CALLBACK_SECRET', expectedSecret)]
      : [],
  ),
];

/** Of settings that were checked. */
export function callbackAccessIn(its: Given): CallbackAccess {
  const secrets = its.LIVECHAT_SERVICENOW_CALLBACK_SECRET ?? [];
  switch (its.LIVECHAT_SERVICENOW_CALLBACK_AUTH) {
    case 'header':
      return { kind: 'header', header: its.LIVECHAT_SERVICENOW_CALLBACK_HEADER, secrets };
    case 'basic':
      return { kind: 'basic', user: its.LIVECHAT_SERVICENOW_CALLBACK_USER ?? '', secrets };
    case 'bearer':
      return { kind: 'bearer', secrets };
  }
}
