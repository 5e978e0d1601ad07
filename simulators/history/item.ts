import type { Direction, Event, OfType } from './event.ts';
import { tokenIn } from './token.ts';

type Words = 'sent' | 'acked' | 'refused' | 'attempted' | 'shown' | 'dead-lettered';
export type Placed<Type extends Event['type']> = OfType<Type> & { readonly index: number };

/** All that happened to the words of one token, each with its place in the record. */
export interface Item {
  readonly token: string;
  readonly sent: readonly Placed<'sent'>[];
  readonly acked: readonly Placed<'acked'>[];
  readonly attempted: readonly Placed<'attempted'>[];
  readonly shown: readonly Placed<'shown'>[];
  readonly dead: readonly Placed<'dead-lettered'>[];
}

const isWords = (event: Event): event is OfType<Words> => 'text' in event;

/** Everything that is known by a token, in the order of its first appearance. */
export function itemsIn(record: readonly Event[]): readonly Item[] {
  const groups = new Map<string, Placed<Words>[]>();
  for (const [index, event] of record.entries()) {
    if (!isWords(event)) continue;
    const token = tokenIn(event.text);
    if (token === undefined) continue;
    const group = groups.get(token) ?? [];
    group.push({ ...event, index });
    groups.set(token, group);
  }
  return [...groups].map(([token, events]) => ({
    token,
    // What a stranger says belongs to no session.
    sent: events.filter((each) => each.type === 'sent').filter(({ party }) => party !== 'stranger'),
    acked: events.filter((each) => each.type === 'acked').filter(({ party }) => party !== 'stranger'),
    attempted: events.filter((each) => each.type === 'attempted'),
    shown: events.filter((each) => each.type === 'shown'),
    dead: events.filter((each) => each.type === 'dead-lettered'),
  }));
}

/** Where live chats belong, as the live chat was told when it opened them. */
export function conversationsOfChats(record: readonly Event[]): ReadonlyMap<string, string> {
  return new Map(
    record
      .filter((event) => event.type === 'chat-opened')
      .map(({ liveChatId, conversationId }) => [liveChatId, conversationId]),
  );
}

/** The lane of an item: the conversation or the live chat that spoke, and to whom. */
export function laneOf({ sent }: Item): { readonly key: string; readonly direction: Direction } | undefined {
  const first = sent[0];
  if (!first) return undefined;
  const place = first.direction === 'to-live-chat' ? first.conversationId : first.liveChatId;
  return { key: `${first.direction} ${place}`, direction: first.direction };
}
