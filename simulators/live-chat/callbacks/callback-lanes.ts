import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatRecord } from '../chats/chat-record.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import type { CallbackAnswer, CallbackResult, RecordedCallback } from '../live-chat.ts';
import type { Payload } from './agent-action.ts';
import { postCallback } from './post-callback.ts';
import type { CallbackStyle, KeptEvents } from './style.ts';

export interface Callback {
  readonly chatId: string;
  /** One that the registry does not have. */
  readonly chat?: ChatRecord;
  /** The same for each repeat. */
  readonly id: string;
  readonly payload: Payload;
  readonly retry: boolean;
}

export interface LaneOptions {
  readonly registry: ChatRegistry;
  readonly style: CallbackStyle;
  readonly secret?: string;
  readonly token?: () => Promise<string>;
  /** Where this chat's callbacks go, asked before each attempt. */
  readonly urlOf: (chat: ChatRecord) => string | undefined;
  /** Hears why an attempt failed when another one follows. */
  readonly onRetry: (callback: Callback, answer: CallbackResult) => void;
  readonly onAnswer: (attempt: RecordedCallback) => void;
  /** How many milliseconds the callback of this number waits before it is sent. */
  readonly holdsBackMs: (count: number) => number;
  readonly signal: AbortSignal;
  readonly pause?: Pause;
}

/** Waits so many milliseconds, or until the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;

export const realPause: Pause = (ms, signal) => sleep(ms, undefined, { signal });

export interface CallbackLanes {
  /**
   * Sends; where the vendor keeps order, after everything that was sent earlier for this chat. Resolves with the last answer, or
   * `stopped` when the live chat was stopped before there was one.
   */
  send(callback: Callback): Promise<CallbackAnswer | 'stopped'>;
  isBusy(chatId: string): boolean;
}

export function callbackLanes(options: LaneOptions): CallbackLanes {
  const tails = new Map<string, Promise<unknown>>();
  const { holdsBackMs, signal, pause = realPause } = options;
  let count = 0;
  return {
    send(callback) {
      const waitMs = holdsBackMs(count++);
      const sent = async () => {
        if (waitMs > 0) await pause(waitMs, signal).catch(() => undefined);
        return deliver(callback, options);
      };
      const before = tails.get(callback.chatId);
      const isNext = before === undefined || !options.style.isInOrder;
      const mine = isNext ? sent() : before.then(sent);
      const all = isNext && before !== undefined ? Promise.all([before, mine]) : mine;
      tails.set(callback.chatId, all);
      const leave = (): void => {
        if (tails.get(callback.chatId) === all) tails.delete(callback.chatId);
      };
      all.then(leave, leave);
      return mine;
    },
    isBusy: (chatId) => tails.has(chatId),
  };
}

async function deliver(callback: Callback, options: LaneOptions): Promise<CallbackAnswer | 'stopped'> {
  const { style, signal, pause = realPause } = options;
  const begunAt = Date.now();
  for (let count = 1; ; count++) {
    if (signal.aborted) return 'stopped';
    const answer = await attempt(callback, options);
    if (signal.aborted && answer.status === 0) return 'stopped';
    const mayRepeat = callback.retry && isOpen(callback, options);
    const waitMs = mayRepeat ? style.retryAfterMs(answer, { count, forMs: Date.now() - begunAt }) : undefined;
    if (waitMs === undefined || isTaken(answer)) return answer;
    options.onRetry(callback, answer);
    await pause(waitMs, signal).catch(() => undefined);
  }
}

async function attempt(callback: Callback, options: LaneOptions): Promise<CallbackAnswer> {
  const { style, signal, secret, token } = options;
  const { chatId, id, payload } = callback;
  const { keeps } = style;
  if (keeps && keeps.isKept?.(payload) !== false) return kept(callback, keeps, options);
  const chat = options.registry.find(chatId) ?? callback.chat;
  const known = chat === undefined ? undefined : options.urlOf(chat);
  if (chat === undefined || known === undefined)
    return { status: 0, body: { error: 'no callback address is known' } };
  const body = JSON.stringify(payload);
  const unsigned = { url: known, body, id, chat, ...(secret && { secret }), ...(token && { token }) };
  const signed = await Promise.resolve(unsigned)
    .then(style.addressed)
    .catch(() => undefined);
  if (signed === undefined) return { status: 0, body: { error: 'it could not be signed' } };
  const { url, headers } = signed;
  const answerWithinMs = style.answerWithinMs;
  const answer = await postCallback(url, body, { headers, signal, answerWithinMs });
  options.onAnswer({ url, headers, sent: payload, status: answer.status, body: answer.body });
  return answer;
}

/** A vendor that keeps what it tells takes it at once, unless the other side has left the chat. */
function kept(
  { chatId, payload }: Callback,
  { keep }: KeptEvents,
  { registry, onAnswer }: LaneOptions,
): CallbackAnswer {
  const isOver = registry.find(chatId)?.endedBy === 'other-side';
  if (!isOver) registry.change(chatId, (chat) => keep(chat, payload));
  const answer = isOver
    ? { status: 410, body: { error: 'the customer has left' } }
    : { status: 202, body: undefined };
  onAnswer({ url: '', headers: {}, sent: payload, ...answer });
  return answer;
}

const isTaken = ({ status }: CallbackAnswer): boolean => status >= 200 && status < 300;

function isOpen({ chatId }: Callback, { registry }: LaneOptions): boolean {
  return registry.find(chatId)?.endedBy !== 'other-side';
}
