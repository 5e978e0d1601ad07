import type { Finding, Judge } from '../finding.ts';
import { type Item, itemsIn, laneOf } from '../item.ts';
import { unusedChats } from '../stays.ts';
import { afterUnheardEnd } from '../unheard-end.ts';

/**
 * I3: in a lane, delivered order is accepted order, gapless except for dead letters. From outside, one item was
 * certainly accepted before another when it was answered before the other was sent. A repeat that an unknown outcome
 * excuses counts at its first appearance.
 */
export const orderIsKept: Judge = (record, { lacks }) => {
  const lanes = new Map<string, Item[]>();
  const unused = unusedChats(record);
  for (const item of itemsIn(record)) {
    const key = laneOf(item)?.key;
    if (unused.has(item.sent[0]?.liveChatId ?? '')) continue;
    if (key !== undefined) lanes.set(key, [...(lanes.get(key) ?? []), item]);
  }
  // What a chat took after an end that it had not told is no gap.
  const isUnheard = lacks['refused words'] === undefined ? () => false : afterUnheardEnd(record);
  const counts = (item: Item) => item.shown.length > 0 || !isUnheard(item);
  return [...lanes.values()].flatMap(bySession).flatMap((items) => judgeLane(items.filter(counts)));
};

/**
 * A conversation's words can belong to sessions that follow each other, of which the former may still be telling its agent
 * what was said before the goodbye. Words that no chat took can belong to any of them.
 */
function bySession(items: readonly Item[]): readonly (readonly Item[])[] {
  const sentTo = ({ attempted }: Item) =>
    attempted.findLast(({ outcome, liveChatId }) => outcome === 'delivered' && liveChatId !== undefined);
  const chatOf = (item: Item) => item.shown[0]?.liveChatId ?? sentTo(item)?.liveChatId;
  const chats = new Set(items.flatMap((item) => chatOf(item) ?? []));
  if (chats.size === 0) return [items];
  return [...chats].map((chat) => items.filter((item) => (chatOf(item) ?? chat) === chat));
}

interface Timed {
  readonly item: Item;
  readonly ackedAt: number;
  /** Where it was first shown; never is later than everything. */
  readonly shownAt: number;
}

function judgeLane(items: readonly Item[]): readonly Finding[] {
  const accepted = items
    .filter(({ acked, shown, dead }) => acked.length > 0 && (shown.length > 0 || dead.length === 0))
    .map((item): Timed => ({ item, ackedAt: item.acked[0]?.index ?? 0, shownAt: shownAt(item) }))
    .sort((a, b) => a.ackedAt - b.ackedAt);
  const followers = items
    .filter(({ sent, shown }) => sent.length > 0 && shown.length > 0)
    .sort((a, b) => (a.sent[0]?.index ?? 0) - (b.sent[0]?.index ?? 0));
  let latest: Timed | undefined;
  let next = 0;
  return followers.flatMap((follower) => {
    for (; (accepted[next]?.ackedAt ?? Number.POSITIVE_INFINITY) < (follower.sent[0]?.index ?? 0); next++) {
      const before = accepted[next];
      if (before && before.shownAt >= (latest?.shownAt ?? -1)) latest = before;
    }
    return latest && latest.shownAt > shownAt(follower) ? [overtaken(latest.item, follower)] : [];
  });
}

const shownAt = ({ shown }: Item): number => shown[0]?.index ?? Number.POSITIVE_INFINITY;

function overtaken(before: Item, after: Item): Finding {
  const isGap = before.shown.length === 0;
  const happened = [before.acked[0], after.sent[0], after.shown[0], before.shown[0]];
  return {
    invariant: 'I3',
    what: isGap
      ? `${after.token} was shown although ${before.token}, accepted before it, never was`
      : `${after.token} overtook ${before.token}, which was accepted before it`,
    events: happened.filter((event) => event !== undefined),
  };
}
