import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatRecord } from '../chats/chat-record.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import type { CallbackResult } from '../live-chat.ts';
import type { Payload } from './agent-action.ts';
import { type CallbackAnswer, postCallback } from './post-callback.ts';

const FIRST_RETRY_MS = 250;
const SLOWEST_RETRY_MS = 5_000;
const GIVE_UP_AFTER_MS = 120_000;

export interface Callback {
  readonly chatId: string;
  /** Signed as `webhook-id`, the same for each repeat. */
  readonly id: string;
  readonly payload: Payload;
  readonly retry: boolean;
}

export interface LaneOptions {
  readonly registry: ChatRegistry;
  readonly secret?: string;
  /** Where this chat's callbacks go, asked before each attempt. */
  readonly urlOf: (chat: ChatRecord) => string | undefined;
  /** Hears why an attempt failed when another one follows. */
  readonly onRetry: (callback: Callback, answer: CallbackResult) => void;
  readonly signal: AbortSignal;
  readonly pause?: Pause;
}

/** Waits so many milliseconds, or until the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;

const realPause: Pause = (ms, signal) => sleep(ms, undefined, { signal });

export interface CallbackLanes {
  /**
   * Sends after everything that was sent earlier for this chat: one callback at a time, so that order is kept.
   * Resolves with the last answer, or `stopped` when the live chat was stopped before there was one.
   */
  send(callback: Callback): Promise<CallbackAnswer | 'stopped'>;
  isBusy(chatId: string): boolean;
}

export function callbackLanes(options: LaneOptions): CallbackLanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    send(callback) {
      const before = tails.get(callback.chatId) ?? Promise.resolve();
      const mine = before.then(() => deliver(callback, options));
      tails.set(callback.chatId, mine);
      const leave = (): void => {
        if (tails.get(callback.chatId) === mine) tails.delete(callback.chatId);
      };
      mine.then(leave, leave);
      return mine;
    },
    isBusy: (chatId) => tails.has(chatId),
  };
}

async function deliver(callback: Callback, options: LaneOptions): Promise<CallbackAnswer | 'stopped'> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (let backoffMs = FIRST_RETRY_MS; ; backoffMs = Math.min(backoffMs * 2, SLOWEST_RETRY_MS)) {
    if (options.signal.aborted) return 'stopped';
    const answer = await attempt(callback, options);
    if (options.signal.aborted && answer.status === 0) return 'stopped';
    const waitMs = answer.retryAfterMs ?? backoffMs;
    const again = callback.retry && isPassing(answer.status) && isOpen(callback, options);
    if (!again || Date.now() + waitMs > giveUpAt) return answer;
    options.onRetry(callback, answer);
    await (options.pause ?? realPause)(waitMs, options.signal).catch(() => undefined);
  }
}

async function attempt({ chatId, id, payload }: Callback, options: LaneOptions): Promise<CallbackAnswer> {
  const chat = options.registry.find(chatId);
  const url = chat === undefined ? undefined : options.urlOf(chat);
  if (url === undefined) return { status: 0, body: { error: 'no callback address is known' } };
  const secret = options.secret === undefined ? {} : { secret: options.secret };
  return postCallback(url, payload, { id, signal: options.signal, ...secret });
}

/** Whether the same callback may well succeed later. */
function isPassing(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}

function isOpen({ chatId }: Callback, { registry }: LaneOptions): boolean {
  return registry.find(chatId)?.endedBy !== 'other-side';
}
