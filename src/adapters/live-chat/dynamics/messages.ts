import type { LiveChatId } from '../../../domain/ids.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import type { CallApi } from './api.ts';
import { asMeant, type ListedMessage, messagesAnswer } from './wire.ts';

export interface ListRequest {
  readonly conversation: LiveChatId;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly timeoutMs: number;
}

/** The messages of a conversation since a time, or the answer in place of them. */
export type Listing = { readonly messages: readonly ListedMessage[] } | { readonly failed: HttpOutcome };

export type ListMessages = (request: ListRequest) => Promise<Listing>;

const pageSize = 100;
/** More than a conversation has. */
const mostPages = 50;

export function listMessages(call: CallApi): ListMessages {
  return async ({ conversation, since, timeoutMs }) => {
    const messages: ListedMessage[] = [];
    let token: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const query = new URLSearchParams({
        StartTimeStamp: new Date(Math.max(since, 0)).toISOString(),
        PageSize: String(pageSize),
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const path = `/conversation/${encodeURIComponent(conversation)}/messages?${query}`;
      const result = await call({ route: 'messages', path, timeoutMs });
      const isAnswer = result.outcome === 'answered' && isSuccess(result.status);
      const answer = isAnswer ? messagesAnswer.safeParse(asMeant(result.body)).data : undefined;
      if (answer === undefined) return { failed: result };
      messages.push(...answer.messages.filter((each) => each !== undefined));
      // The samples have a token on a page that is not full, so that a token alone does not mean that there is more.
      const isLast = answer.messages.length < pageSize || answer.continuationtoken === token;
      if (isLast || answer.continuationtoken === undefined) break;
      token = answer.continuationtoken;
    }
    return { messages };
  };
}
