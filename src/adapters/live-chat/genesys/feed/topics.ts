import type { Conversation } from '../wire.ts';

/* The topics of one channel: of each queue that serves our conversations, and of the end of each conversation. */

/** Of one channel. */
const mostTopics = 1_000;

const ofQueue = (queue: string): string => `v2.routing.queues.${queue}.conversations.messages`;
const ofEnd = (conversation: string): string => `v2.detail.events.conversation.${conversation}.customer.end`;

/** What is heard of a topic. */
export type Heard =
  | { readonly of: 'queue' }
  | { readonly of: 'conversation'; readonly id: string }
  | { readonly of: 'closing' }
  | { readonly of: 'nothing' };

export function heardOn(topic: string): Heard {
  if (topic === 'v2.system.socket_closing') return { of: 'closing' };
  if (/^v2\.routing\.queues\.[^.]+\.conversations\.messages$/.test(topic)) return { of: 'queue' };
  const id = /^v2\.detail\.events\.conversation\.([^.]+)\./.exec(topic)?.[1];
  return id === undefined ? { of: 'nothing' } : { of: 'conversation', id };
}

/** Which queues a conversation has been in, so that transfers are heard of as well. */
export const queuesOf = ({ participants }: Conversation): readonly string[] =>
  participants.flatMap(({ queue }) => (queue && isId(queue.id) ? [queue.id] : []));

const isId = (text: string): boolean => /^[\w-]{1,64}$/.test(text);

/** Queues first: each of their topics serves many conversations. What does not fit is only looked at. */
export const topicsFor = (queues: Iterable<string>, conversations: Iterable<string>): readonly string[] =>
  [...[...queues].map(ofQueue), ...[...conversations].map(ofEnd)].slice(0, mostTopics);
