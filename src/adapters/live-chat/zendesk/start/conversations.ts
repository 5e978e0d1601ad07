import type { z } from 'zod';
import { type CallApi, type Reading, readAs } from '../api.ts';
import { ownRefusal } from '../outcomes.ts';
import {
  conversationAnswer,
  conversationsAnswer,
  type MessageBody,
  messagesAnswer,
  ownIdIn,
  postedAnswer,
} from '../wire.ts';

/* What is asked of Sunshine Conversations before something is done there again. */

export type Conversation = z.infer<typeof conversationAnswer>['conversation'];
type Message = z.infer<typeof messagesAnswer>['messages'][number];

/** The conversation of a session; absent when it has none. */
export async function conversationOf(
  call: CallApi,
  sessionId: string,
): Promise<Reading<Conversation | undefined>> {
  const path = `/conversations?${new URLSearchParams({ 'filter[userExternalId]': sessionId })}`;
  const read = readAs(await call({ method: 'GET', path, route: 'find-conversation' }), conversationsAnswer);
  if ('failure' in read) return ownRefusal(read.failure) === 404 ? { value: undefined } : read;
  // The user is this session's alone, so that a conversation of another mark can only have been made by hand.
  return { value: read.value.conversations.find(({ metadata }) => ownIdIn(metadata) === sessionId) };
}

export async function conversationById(call: CallApi, id: string): Promise<Reading<Conversation>> {
  const path = `/conversations/${encodeURIComponent(id)}`;
  const read = readAs(await call({ method: 'GET', path, route: 'get-conversation' }), conversationAnswer);
  return 'failure' in read ? read : { value: read.value.conversation };
}

interface Sought {
  readonly conversationId: string;
  /** Milliseconds since 1970: nothing older is looked at. */
  readonly since: number;
}

/** More are not read: each has 100 messages. */
const maxPages = 20;
/** How far Zendesk's clock may be behind ours, in milliseconds. */
const clockSkewMs = 10 * 60_000;

/** Messages of ours by the id that we gave them, newest first, until all of `wanted` were seen. */
export async function ownMessages(
  call: CallApi,
  { conversationId, since }: Sought,
  wanted: readonly string[],
): Promise<Reading<ReadonlyMap<string, string>>> {
  const found = new Map<string, string>();
  let before: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const query = before === undefined ? '' : `?${new URLSearchParams({ 'page[before]': before })}`;
    const path = `/conversations/${encodeURIComponent(conversationId)}/messages${query}`;
    const read = readAs(await call({ method: 'GET', path, route: 'list-messages' }), messagesAnswer);
    if ('failure' in read) return read;
    const { messages, meta } = read.value;
    for (const { id, metadata } of messages) {
      const own = ownIdIn(metadata);
      if (own !== undefined) found.set(own, id);
    }
    if (wanted.every((id) => found.has(id)) || !meta?.hasMore || !meta.beforeCursor) break;
    if (messages.some((message) => receivedAt(message) < since - clockSkewMs)) break;
    before = meta.beforeCursor;
  }
  return { value: found };
}

const receivedAt = ({ received }: Message): number => {
  const at = Date.parse(received ?? '');
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
};

/** Says something in a conversation. Zendesk's id of the message. */
export async function postMessage(
  call: CallApi,
  conversationId: string,
  { ownId, body }: { readonly ownId: string; readonly body: MessageBody },
): Promise<Reading<string>> {
  const path = `/conversations/${encodeURIComponent(conversationId)}/messages`;
  const asked = { method: 'POST', path, route: 'post-message', message: ownId, body } as const;
  const result = await call(asked);
  const posted = readAs(result, postedAnswer);
  if ('failure' in posted) return posted;
  const [first] = posted.value.messages;
  return first === undefined ? { failure: result } : { value: first.id };
}
