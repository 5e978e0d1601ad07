import { plainText, shortened } from '../../../domain/plain-text.ts';
import { type Change, changeOf } from '../../bot-framework/content/changes.ts';
import type { Sign } from '../../bot-framework/content/content-signs.ts';
import { enclosuresIn } from '../../bot-framework/content/enclosures.ts';
import { readMentions } from '../../bot-framework/content/mentions.ts';
import type { InboundActivity, ReceivedActivity } from '../../bot-framework/inbound-activity.ts';
import { ownIds } from '../../bot-framework/own-ids.ts';
import { type ActionInput, readActionInput } from './action-input.ts';
import { submittedValues } from './submitted-values.ts';

export type Dialect = 'auto' | 'reference' | 'contoso-sample';

/** What the customer says or does in the chat. */
export interface Said {
  readonly kind: 'message';
  /** What was typed; empty when nothing was. */
  readonly text: string;
  readonly signs: readonly Sign[];
  readonly problem?: string;
  /** What was done to an earlier message, whose id the activity has; a new message when absent. */
  readonly change?: Change;
}

/** What an activity asks of us, whatever the dialect. */
export type Intent =
  | { readonly kind: 'escalate'; readonly input: ActionInput }
  | Said
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
  const { activity } = received;
  const change = changeOf(activity);
  const text = plainText(readMentions(activity.text ?? '', activity, ownIds(received)));
  const isCommand = dialect !== 'contoso-sample' && normal(text) === normal(endCommand);
  if (isCommand && change === undefined) return { kind: 'end' };
  const { problem } = readActionInput(activity.value);
  const shown = problem === undefined ? {} : { problem: plainText(problem) };
  if (change === undefined) return { kind: 'message', ...contentOf(activity, text), ...shown };
  // What was deleted is not shown once more, and of a reaction there is nothing but the sign.
  const hasWords = change.kind === 'edited' || change.kind === 'restored';
  const content = hasWords ? contentOf(activity, text) : { text: '', signs: [] };
  return { kind: 'message', ...content, ...shown, change };
}

const normal = (command: string): string => command.replace(/\s+/g, '').toLowerCase();

/** As long as a text may be that comes as one. */
const maxText = 250_000;

/** Nothing that came may be dropped: it is in the text, or there is a sign of it. */
function contentOf(activity: InboundActivity, text: string): Pick<Said, 'text' | 'signs'> {
  const { htmlText, signs } = enclosuresIn(activity);
  if (text.trim() !== '') return { text, signs };
  const words = shortened(plainText(htmlText ?? ''), maxText);
  const values = words === '' ? submittedValues(activity.value) : undefined;
  return { text: words, signs: values === undefined ? signs : [{ kind: 'form', values }, ...signs] };
}
