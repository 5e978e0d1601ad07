import { plainText, shortened } from '../../../domain/plain-text.ts';
import type { InboundActivity, ReceivedActivity } from '../inbound-activity.ts';
import { ownIds } from '../own-ids.ts';
import { type Change, changeOf } from './changes.ts';
import { type Sign, type SignSentences, signText } from './content-signs.ts';
import { enclosuresIn } from './enclosures.ts';
import { readMentions } from './mentions.ts';
import { submittedValues } from './submitted-values.ts';

/** What the customer says or does in the chat. */
export interface Said {
  /** What was typed; empty when nothing was. */
  readonly text: string;
  readonly signs: readonly Sign[];
  /** What was done to an earlier message, whose id the activity has; a new message when absent. */
  readonly change?: Change;
}

/** The typed text of an activity as it is read, with its mentions. */
const typedText = (received: ReceivedActivity): string =>
  plainText(readMentions(received.activity.text ?? '', received.activity, ownIds(received)));

/** What an activity says; `isInput` names the fields of its value that a copilot passes along and no customer filled in. */
export function saidIn(received: ReceivedActivity, isInput: (name: string) => boolean): Said {
  const { activity } = received;
  const change = changeOf(activity);
  const content = () => contentOf(activity, typedText(received), isInput);
  if (change === undefined) return content();
  // What was deleted is not shown once more, and of a reaction there is nothing but the sign.
  const hasWords = change.kind === 'edited' || change.kind === 'restored';
  return { ...(hasWords ? content() : { text: '', signs: [] }), change };
}

/** As long as a text may be that comes as one. */
const maxText = 250_000;

/** Nothing that came may be dropped: it is in the text, or there is a sign of it. */
function contentOf(activity: InboundActivity, text: string, isInput: (name: string) => boolean): Said {
  const { htmlText, signs } = enclosuresIn(activity);
  if (text.trim() !== '') return { text, signs };
  const words = shortened(plainText(htmlText ?? ''), maxText);
  const values = words === '' ? submittedValues(activity.value, isInput) : undefined;
  return { text: words, signs: values === undefined ? signs : [{ kind: 'form', values }, ...signs] };
}

/** How signs are told. That a text replaces another one is to be read before it; everything else comes after the words. */
export function toldSigns({ text, signs, change }: Said, sentences: SignSentences) {
  const textOf = (each: readonly Sign[]) => each.map((sign) => signText(sign, sentences)).join('\n');
  const hasHeading = change !== undefined && text !== '';
  const heading = hasHeading ? textOf(change.signs) : '';
  const enclosed = textOf([...(hasHeading ? [] : (change?.signs ?? [])), ...signs]);
  return { ...(heading !== '' && { heading }), ...(enclosed !== '' && { enclosed }) };
}

/** A change has the id of the message that was changed; it is told from others by its mark. */
export const idOf = (activityId: string, { change }: Said): string =>
  change === undefined ? activityId : `${activityId}-${change.mark}`;
