import { hash } from 'node:crypto';
import { isOurs } from '../own-id.ts';
import { type Activity, asMeant, type ListedMessage } from '../wire.ts';

/*
 * A repeat of a callback has to be told from the next one with the same text, and the samples of callbacks have neither id nor time.
 * Where an activity has an id, that is it. Else the list of messages has ids.
 */

/** Names of a message's id in `channelData`, in lower case. */
const names = ['id', 'messageid', 'clientactivityid', 'activityid'];

/** The id that an activity brings along: its own, or one in its `channelData`. */
export function broughtId({ id, channeldata = {} }: Activity): string | undefined {
  return id ?? idIn(channeldata) ?? idIn(asMeant(channeldata['messagingapi-oc']));
}

function idIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map(Object.entries(value));
  const found = names.map((name) => fields.get(name)).find((each) => isId(each));
  return found === undefined ? undefined : String(found);
}

const isId = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '' && value.length <= 512) || Number.isSafeInteger(value);

/** Callbacks of the same content within so many milliseconds are one, where nothing better tells them apart. */
const windowMs = 15_000;
/** A sign of typing is shown for some seconds, and is given again while it goes on. */
const typingWindowMs = 1_000;

export interface Content {
  readonly isTyping?: boolean;
  readonly parts: readonly (string | undefined)[];
}

/** An id that follows from the content and the time: three tries of ten seconds fall into a few of these windows at most. */
export function idOfContent({ isTyping = false, parts }: Content, now: number): string {
  const digest = hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
  return `at:${Math.floor(now / (isTyping ? typingWindowMs : windowMs))}:${digest}`;
}

/** What of a message is compared. */
export interface Heard {
  readonly text: string;
  readonly from: Activity['from'];
}

/** Of the first message with these words in a conversation, from any sender. */
export const firstIdOf = (text: string): string =>
  `first:${hash('sha256', squeezed(text), 'base64url').slice(0, 22)}`;

type Listed = ListedMessage & { readonly shown: string };

/** The messages in a list that read like this one and are none of ours, oldest first. */
export function listedSame(text: string, listed: readonly Listed[]): readonly Listed[] {
  const wanted = squeezed(text);
  return listed
    .filter((each) => squeezed(each.shown) === wanted && !isOurs(each))
    .toSorted((one, other) => timeOf(one) - timeOf(other));
}

/** The ids of all of them but the first, as far as the list says that they come from the same sender. */
export function furtherIdsOf({ from }: Heard, same: readonly Listed[]): readonly string[] {
  const named = same.map((each) => ({ id: each.messageid ?? each.id, from: each.from }));
  const further = named.filter(({ id }) => id !== named[0]?.id);
  return [...new Set(further.flatMap((each) => (isSameSender(from, each.from) ? (each.id ?? []) : [])))];
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

function isSameSender(heard: Activity['from'], listed: ListedMessage['from']): boolean {
  if (heard?.id !== undefined && listed?.id !== undefined && heard.id === listed.id) return true;
  if (heard?.name !== undefined && listed?.name !== undefined) return heard.name === listed.name;
  return listed?.id === undefined || heard?.id === undefined;
}

/** The id of a message is the time at which it was written, in milliseconds since 1970. */
function timeOf({ timestamp, messageid }: ListedMessage): number {
  const at = Date.parse(timestamp ?? '');
  return Number.isNaN(at) ? Number(messageid ?? 0) || 0 : at;
}
