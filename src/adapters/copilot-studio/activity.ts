import { personName, plainText } from '../../domain/plain-text.ts';
import { type ActionInput, readActionInput } from './action-input.ts';
import type { InboundActivity } from './wire.ts';

export type Dialect = 'auto' | 'reference' | 'contoso-sample';

/** What an activity asks of us, whatever the dialect. */
export type Intent =
  | { readonly kind: 'escalate'; readonly input: ActionInput }
  | { readonly kind: 'message'; readonly text: string; readonly problem?: string }
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

export function intentOf(activity: InboundActivity, settings: DialectSettings): Intent {
  switch (activity.type) {
    case 'event':
      return eventIntent(activity, settings);
    case 'message':
      return messageIntent(activity, settings);
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

function messageIntent(activity: InboundActivity, { dialect, endCommand }: DialectSettings): Intent {
  const text = plainText(activity.text ?? '');
  if (dialect !== 'contoso-sample' && normal(text) === normal(endCommand)) return { kind: 'end' };
  const { problem } = readActionInput(activity.value);
  const said = text.trim() === '' ? attachmentText(activity) : text;
  return { kind: 'message', text: said, ...(problem !== undefined && { problem: plainText(problem) }) };
}

const normal = (command: string): string => command.replace(/\s+/g, '').toLowerCase();

/** A picture cannot cross, but the agent must not believe that nothing was sent. */
function attachmentText({ attachments = [] }: InboundActivity): string {
  return attachments
    .filter(({ contentType }) => contentType !== 'text/html')
    .map(({ name }) => `[attachment: ${personName(name, 'unnamed')}]`)
    .join(' ');
}
