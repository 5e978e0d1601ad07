import type { OutboxMessage } from './outbox.ts';

type Content = OutboxMessage['content'];

const encoder = new TextEncoder();
/** Contents are weighed once: they go unchanged from one state of a lane to the next. */
const weights = new WeakMap<Content, number>();

/** What a message weighs in its lane: the bytes of its content as JSON in UTF-8. */
function weightOf({ content }: Pick<OutboxMessage, 'content'>): number {
  const cached = weights.get(content);
  if (cached !== undefined) return cached;
  const weight = encoder.encode(JSON.stringify(content)).length;
  weights.set(content, weight);
  return weight;
}

/** What all of them weigh together. */
export function totalWeight(messages: readonly Pick<OutboxMessage, 'content'>[]): number {
  let total = 0;
  for (const message of messages) total += weightOf(message);
  return total;
}

/** How much of a lane is leased at a time: more is not sent within a lease anyway, and it is all in memory. */
const leasedAtMost = { messages: 16, bytes: 256 * 1024 };

/** The first of the messages of a lane: as many as are leased at a time, and one at least. */
export function headOf<Message extends Pick<OutboxMessage, 'content'>>(
  lane: readonly Message[],
): readonly Message[] {
  let bytes = 0;
  const end = lane.slice(0, leasedAtMost.messages).findIndex((message, place) => {
    bytes += weightOf(message);
    return place > 0 && bytes > leasedAtMost.bytes;
  });
  return lane.slice(0, end === -1 ? leasedAtMost.messages : end);
}
