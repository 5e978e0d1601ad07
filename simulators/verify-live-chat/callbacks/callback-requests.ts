import { createInterface } from 'node:readline';
import type { CallbackType } from '../contracts/contract.ts';
import { isAnswered } from '../http/exchange.ts';
import type { VendorApi } from '../http/vendor-api.ts';

/** Has the live chat send a callback. */
export interface CallbackRequests {
  /** Resolves when it was asked for; the callback itself comes to the listener. */
  request(order: CallbackOrder): Promise<Requested>;
  readonly withinMs: number;
  /** Whether words that are asked for come letter by letter; a person may type them otherwise. */
  readonly isExact: boolean;
}

export interface CallbackOrder {
  readonly type: CallbackType;
  readonly sessionId: string;
  /** What the agent is to write, word for word; whatever they like unless told. */
  readonly message?: string;
}

/** `not-offered`: the live chat has no such callback. `failed`: it has, and could not send it. */
export type Requested =
  | { readonly outcome: 'asked'; readonly signal?: AbortSignal; readonly done?: () => void }
  | NotRequested;

export interface NotRequested {
  readonly outcome: 'not-offered' | 'failed';
  readonly cause: string;
}

const NOT_IMPLEMENTED = 501;

/** By a test hook of the vendor. */
export function triggerRequests(api: VendorApi, trigger: string, withinMs: number): CallbackRequests {
  return {
    withinMs,
    isExact: true,
    async request(order) {
      const { answer } = await api.send({
        path: trigger,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
      // A hook may answer when the callback is through, and that takes as long as the callback is refused.
      if (!isAnswered(answer) && answer.kind === 'timeout') return { outcome: 'asked' };
      if (!isAnswered(answer)) return { outcome: 'failed', cause: `the test hook: ${answer.failure}` };
      if (answer.status < 300) return { outcome: 'asked' };
      const outcome = answer.status === NOT_IMPLEMENTED ? 'not-offered' : 'failed';
      return { outcome, cause: `the test hook answered ${answer.status} for "${order.type}"` };
    },
  };
}

const acts: Readonly<Record<CallbackType, string>> = {
  message: 'write a message to the customer',
  typing: 'start to type, without sending anything',
  'agent-joined': 'take the conversation as an agent',
  'agent-left': 'leave the conversation without ending it',
  'agent-transferred': 'hand the conversation over to another agent',
  'queue-position': 'let the conversation move in the queue',
  'session-ended': 'end the conversation',
};

export interface Terminal {
  readonly write: (text: string) => void;
  readonly input: NodeJS.ReadableStream;
}

/** By a person at the agent's desk; Enter skips what this live chat does not have. */
export function requestsByHand({ write, input }: Terminal, withinMs: number): CallbackRequests {
  return {
    withinMs,
    isExact: false,
    async request({ type, sessionId, message }) {
      const seconds = Math.round(withinMs / 1000);
      write(
        `\n  Your turn, within ${seconds} s: in the conversation of Robin Lee (${sessionId})\n    ${acts[type]}.   Enter skips this.\n${message === undefined ? '' : `\n${message}\n`}`,
      );
      const skipping = new AbortController();
      const lines = createInterface({ input });
      lines.once('line', () => skipping.abort());
      // The end of the input.
      lines.once('close', () => skipping.abort());
      return { outcome: 'asked', signal: skipping.signal, done: () => lines.close() };
    },
  };
}
