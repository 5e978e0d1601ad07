import { createHash } from 'node:crypto';
import type { Payload } from '../../callbacks/agent-action.ts';
import type { Chosen } from '../choices.ts';

/** What a callback's `body` is made of. */
export type Item = Payload;

/** 32 hexadecimal digits, as an instance names its records; the same for the same parts. */
export const sysId = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** Of the Virtual Agent, which gives its words no id. */
export const botText = (text: string): Item => ({
  uiType: 'OutputText',
  group: 'DefaultText',
  value: text,
  maskType: 'NONE',
});

export interface AgentWords {
  readonly text: string;
  readonly messageId: string;
  readonly agent: string;
}

export function agentText({ text, messageId, agent }: AgentWords, { textIn }: Chosen): Item {
  const agentId = sysId('agent', agent);
  return {
    uiType: 'OutputText',
    group: 'DefaultText',
    [textIn]: text,
    messageId,
    maskType: 'NONE',
    agentInfo: {
      sentFromAgent: true,
      agentName: agent,
      agentId,
      agentAvatar: `https://instance.service-now.com/${agentId}.iix?t=small`,
    },
  };
}

export const action = (actionType: string, fields: Payload = {}): Item => ({
  uiType: 'ActionMsg',
  actionType,
  ...fields,
});

export const startTyping = ({ typing }: Chosen): Item => action(typing);
export const endTyping = ({ typing }: Chosen): Item => action(typing.replace('Start', 'End'));

/** A line that the chat shows to both sides. Its sentences are those of a chat channel. */
export const system = (message: string, messageId: string): Item => action('System', { message, messageId });

/** Says how long the queue is, as far as the instance can guess. */
export const spinner = (messageId: string, { waitTime }: Chosen): Item =>
  action('StartSpinner', {
    spinnerType: 'wait_time',
    message: 'Routing you to a live agent...',
    waitTime,
    messageId,
  });

const topicsLabel = 'Show me everything';

/** What the Virtual Agent can do, to pick from. */
export const topicPicker: Item = {
  uiType: 'TopicPickerControl',
  group: 'DefaultPicker',
  nluTextEnabled: false,
  promptMsg: 'Hi guest, please enter your request or pick what I can help with.',
  label: topicsLabel,
  options: ['Order a laptop', 'Live Agent Support.'].map((label) => ({
    label,
    value: sysId('topic', label),
    enabled: true,
  })),
};

export const picker = (
  label: string,
  options: readonly (readonly [label: string, value: string])[],
): Item => ({
  uiType: 'Picker',
  group: 'DefaultPicker',
  required: true,
  nluTextEnabled: false,
  label,
  itemType: 'List',
  style: 'list',
  multiSelect: false,
  options: options.map(([each, value]) => ({ label: each, value, renderStyle: 'data', enabled: false })),
  scriptedData: null,
});
