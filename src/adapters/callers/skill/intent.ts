import { plainText } from '../../../domain/plain-text.ts';
import { type Said, saidIn } from '../../bot-framework/content/said.ts';
import type { InboundActivity, ReceivedActivity } from '../../bot-framework/inbound-activity.ts';
import { type ActionInput, isActionInput, readActionInput } from './action-input.ts';

export type Dialect = 'auto' | 'reference' | 'contoso-sample';

/** What an activity asks of us, whatever the dialect. */
export type Intent =
  | { readonly kind: 'escalate'; readonly input: ActionInput }
  | ({ readonly kind: 'message'; readonly problem?: string } & Said)
  /** `liveChatId` absent: whichever session is open. */
  | { readonly kind: 'end'; readonly liveChatId?: string }
  | { readonly kind: 'copilot-ended' }
  | { readonly kind: 'typing' }
  | { readonly kind: 'unknown-event' }
  | { readonly kind: 'ignored' };

export interface DialectSettings {
  readonly dialect: Dialect;
  /** The text with which a topic ends the handoff through `sendMessage`. */
  readonly endCommand: string;
}

export function intentOf(received: ReceivedActivity, settings: DialectSettings): Intent {
  const { activity } = received;
  switch (activity.type) {
    case 'event':
      return eventIntent(activity, settings);
    case 'message':
    case 'messageUpdate':
    case 'messageDelete':
    case 'messageReaction':
      return messageIntent(received, settings);
    case 'endOfConversation':
      return { kind: 'copilot-ended' };
    case 'typing':
      return { kind: 'typing' };
    default:
      return { kind: 'ignored' };
  }
}

/** `endConversation` ends a session when it names one, even emptily; otherwise it is the copilot's turn that ends. */
function eventIntent({ name, value }: InboundActivity, { dialect }: DialectSettings): Intent {
  const input = readActionInput(value);
  if (name === 'startConversation') return { kind: 'escalate', input };
  if (name !== 'endConversation') return { kind: 'unknown-event' };
  if (input.liveChatId) return { kind: 'end', liveChatId: input.liveChatId };
  const isEnd = input.liveChatId === '' || dialect === 'contoso-sample';
  return isEnd ? { kind: 'end' } : { kind: 'escalate', input };
}

function messageIntent(received: ReceivedActivity, { dialect, endCommand }: DialectSettings): Intent {
  const said = saidIn(received, isActionInput);
  const isTyped = (received.activity.text ?? '').trim() !== '';
  const isCommand = dialect !== 'contoso-sample' && isTyped && normal(said.text) === normal(endCommand);
  if (isCommand && said.change === undefined) return { kind: 'end' };
  const { value } = received.activity;
  const problem = value === undefined ? undefined : readActionInput(value).problem;
  return { kind: 'message', ...said, ...(problem !== undefined && { problem: plainText(problem) }) };
}

const normal = (command: string): string => command.replace(/\s+/g, '').toLowerCase();
