import type { Delivery } from '../../../application/ports/delivery.ts';
import type {
  LiveChat,
  LiveChatStart,
  SayRejection,
  StartOutcome,
} from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import { call, jsonHeaders } from '../../http/call.ts';
import type { Called } from '../../http/called.ts';
import { undecided } from '../../http/undecided.ts';
import { withToken } from '../../http/with-token.ts';
import { asMeant, type EndBody, openedSession, type SendBody, type StartBody, startRefusal } from './wire.ts';

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
}

interface Request {
  readonly body: StartBody | SendBody | EndBody;
  readonly key: string;
}

const timeoutMs = 10_000;
const maxLine = 8_000;

/** A live chat that speaks the reference contract. */
export function referenceLiveChat(settings: ReferenceClientSettings): LiveChat {
  const send = (path: string, { body, key, bearer }: Request & { readonly bearer?: string }) =>
    call({
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
    });
  const post = (path: string, body: Request['body'], key: string): Promise<Called> => {
    const { getBearer } = settings;
    if (!getBearer) return send(path, { body, key });
    return withToken({
      getToken: getBearer,
      send: (bearer) => send(path, { body, key, bearer }),
      isTokenRefused: (called) => called.outcome === 'answered' && called.status === 401,
    });
  };
  return {
    // The contract has no way to pass on that a customer is typing.
    capabilities: { startCarriesDetails: true, startIsRepeatable: true, typing: false },
    typing: async () => {},
    start: async (start, key) =>
      startOutcome(await post('start', startBody(start, settings.callbackUrl), key)),
    say: async ({ liveChatId: sessionId, messageId, text, sender, at, kind }, key) => {
      const timestamp = new Date(at).toISOString();
      return sayDelivery(
        await post('send', { sessionId, messageId, message: text, sender, timestamp, kind }, key),
      );
    },
    end: async (sessionId, reason, key) => endDelivery(await post('end', { sessionId, reason }, key)),
  };
}

function startBody(start: LiveChatStart, callbackUrl: string): StartBody {
  const { sessionId, customer, problem, transcript, context } = start;
  const lines = transcript.map(({ from, text, at }) => ({
    from,
    text: text.slice(0, maxLine),
    ...(at !== undefined && { at: new Date(at).toISOString() }),
  }));
  return {
    conversationId: sessionId,
    channel: 'msteams',
    customer,
    ...(problem !== undefined && { problem }),
    ...(lines.length > 0 && { transcript: lines }),
    ...(context && { context }),
    callbackUrl,
  };
}

/** A 2xx that does not name the session may have opened one: it is asked for again under the same key. */
function startOutcome(called: Called): StartOutcome {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status, body } = called;
  if (status >= 200 && status < 300) {
    const answer = openedSession.safeParse(asMeant(body));
    if (!answer.success) return { outcome: 'unknown', cause: 'answer-without-session' };
    const { sessionId, status: as, queuePosition, estimatedWaitSeconds } = answer.data;
    const opening = {
      as,
      ...(queuePosition !== undefined && { queuePosition }),
      ...(estimatedWaitSeconds !== undefined && { estimatedWaitSeconds }),
    };
    return { outcome: 'opened', liveChatId: liveChatId(sessionId), opening };
  }
  const refusal = startRefusal.safeParse(asMeant(body));
  if (status === 503 && refusal.success) return { outcome: 'rejected', cause: refusal.data.error };
  return isRepeatable(status)
    ? undecided(called, isUntouched)
    : { outcome: 'rejected', cause: 'unavailable' };
}

function sayDelivery(called: Called): Delivery<SayRejection> {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status } = called;
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 404) return { outcome: 'rejected', cause: 'unknown-live-chat' };
  if (status === 410) return { outcome: 'rejected', cause: 'ended' };
  return isRepeatable(status) ? undecided(called, isUntouched) : { outcome: 'rejected', cause: 'invalid' };
}

function endDelivery(called: Called): Delivery {
  if (called.outcome !== 'answered') return undecided(called, isUntouched);
  const { status } = called;
  const isOver = (status >= 200 && status < 300) || status === 404 || status === 410;
  if (isOver) return { outcome: 'delivered' };
  return isRepeatable(status)
    ? undecided(called, isUntouched)
    : { outcome: 'rejected', cause: String(status) };
}

/** A wrong key or token is mended by the operator, and the messages are then delivered: 401 and 403 wait too. */
function isRepeatable(status: number): boolean {
  return status >= 500 || [401, 403, 408, 409, 425, 429].includes(status);
}

/** Only other server errors than 503 leave open what was done; the key makes a repeat safe all the same. */
const isUntouched = (status: number): boolean => status < 500 || status === 503;
