import { z } from 'zod';
import { flagSetting } from '../../settings/choices.ts';
import { setting } from '../../settings/setting.ts';
import { when } from '../../settings/texts.ts';
import { baseUrlSetting } from '../callback-settings.ts';
import type { Access } from './access/access.ts';
import { accessIn, accessSettings, checkedAccess } from './access/access-settings.ts';
import type { CallbackAccess } from './access/callback-access.ts';
import { callbackAccessIn, callbackSettings, checkedCallbacks } from './access/callback-access-settings.ts';
import type { ConversationTraits } from './requests.ts';
import { variablesIn } from './variables-in.ts';

export interface ServiceNowSettings {
  readonly baseUrl: string;
  readonly access: Access;
  readonly callbacks: CallbackAccess;
  readonly conversation: ConversationTraits;
  /** Whether agents are told of words that were not delivered. */
  readonly isThirdPartyChat: boolean;
}

const variableName = /^[A-Za-z_][\w.-]{0,79}$/;

const shape = z.object({
  LIVECHAT_BASE_URL: baseUrlSetting,
  ...accessSettings,
  ...callbackSettings,
  LIVECHAT_SERVICENOW_CATEGORY: setting(
    {
      description:
        'the context variable `b2b_category` of each request for an agent, by which a queue is found; a topic can replace it by a fact of that name',
      expected: 'at most 100 characters on one line',
      example: 'humanresource',
      isOptional: true,
      whenAbsent: 'none',
    },
    when((text) => /^[^\p{Cc}]{1,100}$/u.test(text)),
  ),
  LIVECHAT_SERVICENOW_CONTEXT_VARIABLES: setting(
    {
      description: 'other context variables of each request for an agent, as `name=value`, comma-separated',
      expected: 'name=value, several comma-separated',
      byDefault: 'live_agent_only=true',
    },
    variablesIn,
  ),
  LIVECHAT_SERVICENOW_EMAIL_VARIABLE: setting(
    {
      description:
        'the fact of a topic with the e-mail address by which ServiceNow links an account; only one that the customer cannot choose',
      expected: 'the name of a fact of letters, digits, hyphens and underscores',
      example: 'email',
      isOptional: true,
      whenAbsent: 'each customer is a guest',
    },
    when((text) => variableName.test(text)),
  ),
  LIVECHAT_SERVICENOW_TIMEZONE: setting(
    {
      description: "the customers' time zone, as IANA names it",
      expected: 'a time zone such as Europe/Berlin',
      byDefault: 'UTC',
    },
    when(isTimeZone),
  ),
  LIVECHAT_SERVICENOW_THIRD_PARTY_CHAT: flagSetting({
    description:
      '`true` where the custom adapter property `third_party_chat` is true: agents then see which of their words came too late',
  }),
});
type Given = z.output<typeof shape>;

/** Where the instance is, how it and the bridge trust each other, and what each conversation is given. */
export const serviceNowSettings = shape.check(...checkedAccess, ...checkedCallbacks).transform(
  (its): ServiceNowSettings => ({
    baseUrl: its.LIVECHAT_BASE_URL,
    access: accessIn(its, its.LIVECHAT_BASE_URL),
    callbacks: callbackAccessIn(its),
    conversation: conversationIn(its),
    isThirdPartyChat: its.LIVECHAT_SERVICENOW_THIRD_PARTY_CHAT,
  }),
);

function conversationIn(its: Given): ConversationTraits {
  const category = its.LIVECHAT_SERVICENOW_CATEGORY;
  const emailVariable = its.LIVECHAT_SERVICENOW_EMAIL_VARIABLE;
  return {
    timezone: its.LIVECHAT_SERVICENOW_TIMEZONE,
    contextVariables: {
      ...its.LIVECHAT_SERVICENOW_CONTEXT_VARIABLES,
      ...(category !== undefined && { b2b_category: category }),
    },
    ...(emailVariable !== undefined && { emailVariable }),
  };
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    // The only thing that it can object to is the name.
    return false;
  }
}
