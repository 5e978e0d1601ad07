import type { LiveChat, LiveChatCapabilities, LiveChatStart } from '../../../application/ports/live-chat.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { withToken } from '../../http/client/with-token.ts';
import { endDelivery, sayDelivery, startOutcome } from './outcomes.ts';
import type { EndBody, SendBody, StartBody } from './wire.ts';

export interface ReferenceClientSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Where the live chat is to send its callbacks. */
  readonly callbackUrl: string;
  /**
   * The key or token for `Authorization: Bearer`; absent when the live chat wants none. With `refused`, one that the live chat
   * has refused: another one if there is one, else the same.
   */
  readonly getBearer?: (refused?: string) => string | Promise<string>;
  /** Sees every answer and logs refusals. Default: none. */
  readonly noteRefusal?: NoteRefusal;
}

interface Request {
  readonly body: StartBody | SendBody | EndBody;
  readonly key: string;
}

const timeoutMs = 10_000;
const maxLine = 8_000;

export const referenceCapabilities: LiveChatCapabilities = {
  startCarries: ['problem', 'transcript', 'context'],
  needsFirstWords: false,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'refuses',
  typing: false,
};

/** A live chat that speaks the reference contract. */
export function referenceLiveChat(settings: ReferenceClientSettings): LiveChat {
  const send = (path: string, { body, key, bearer }: Request & { readonly bearer?: string }) =>
    sendHttpRequest({
      method: 'POST',
      url: `${settings.baseUrl}/api/livechat/${path}`,
      headers: [
        ...jsonHeaders,
        'idempotency-key',
        key,
        ...(bearer === undefined ? [] : ['authorization', `Bearer ${bearer}`]),
      ],
      body: JSON.stringify(body),
      timeoutMs,
    }).then((result) => {
      settings.noteRefusal?.(result, { route: path, message: key, body, secret: bearer });
      return result;
    });
  const post = (path: string, body: Request['body'], key: string): Promise<HttpOutcome> => {
    const { getBearer } = settings;
    if (!getBearer) return send(path, { body, key });
    return withToken({
      getToken: getBearer,
      send: (bearer) => send(path, { body, key, bearer }),
      isTokenRefused: (result) => result.outcome === 'answered' && result.status === 401,
    });
  };
  return {
    // The contract has no way to pass on that a customer is typing.
    id: 'reference',
    capabilities: referenceCapabilities,
    split: (text) => [text],
    typing: async () => {},
    start: async (start, { key }) =>
      startOutcome(await post('start', startBody(start, settings.callbackUrl), key)),
    say: ({ liveChatId: sessionId, messageId, text, sender, at, kind }, { key }) => {
      const timestamp = new Date(at).toISOString();
      const body = { sessionId, messageId, message: text, sender, timestamp, kind };
      return post('send', body, key).then((result) => sayDelivery(result, messageId));
    },
    end: async ({ liveChatId: sessionId }, reason, { key }) =>
      endDelivery(await post('end', { sessionId, reason }, key)),
  };
}

function startBody(start: LiveChatStart, callbackUrl: string): StartBody {
  const { sessionId, transcript, firstWords: _, ...known } = start;
  const lines = transcript.map(({ from, text, at }) => ({
    from,
    text: text.slice(0, maxLine),
    ...(at !== undefined && { at: new Date(at).toISOString() }),
  }));
  return {
    conversationId: sessionId,
    ...known,
    ...(lines.length > 0 && { transcript: lines }),
    callbackUrl,
  };
}
