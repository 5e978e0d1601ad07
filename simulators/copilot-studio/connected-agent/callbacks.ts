import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ConnectionHabits } from './habits.ts';

interface CallbackOptions {
  /** Base of the runtime, with a slash at its end. */
  readonly base: () => string;
  readonly habits: Pick<ConnectionHabits, 'callbacks'>;
}

/** `path`: something was appended. `signature`: it is wrong. `over`: it was right once. */
export type CallbackJudgement =
  | { readonly is: 'right'; readonly idAtAgent: string }
  | { readonly is: 'refused'; readonly why: 'path' | 'signature' | 'over' };

/** The URLs at which the agent reaches a conversation. Each carries its own right and is a secret. */
export interface Callbacks {
  /** A new one for a turn. */
  grant(idAtAgent: string): string;
  /** The right of those that were given so far is over. */
  expire(idAtAgent: string): void;
  /** By the path and query of a request, as it came. */
  judge(target: string): CallbackJudgement;
}

const form =
  /\/external-agent\/conversations\/([^/?]+)\/turns\/(\d+)([^?]*)\?api-version=1&sp=reply&sig=(.*)$/s;

export function createCallbacks({ base, habits }: CallbackOptions): Callbacks {
  const secret = randomBytes(32);
  /** Of each conversation, the number of the last turn, and of the first whose right is not over. */
  const turns = new Map<string, { readonly last: number; readonly first: number }>();
  const signature = (id: string, turn: number): string =>
    createHmac('sha256', secret).update(`${turn} ${id}`).digest('base64url');
  return {
    grant(idAtAgent) {
      const { last, first } = turns.get(idAtAgent) ?? { last: 0, first: 1 };
      const turn = last + 1;
      turns.set(idAtAgent, { last: turn, first: habits.callbacks === 'newest' ? turn : first });
      const path = `external-agent/conversations/${encodeURIComponent(idAtAgent)}/turns/${turn}`;
      return `${base()}${path}?api-version=1&sp=reply&sig=${signature(idAtAgent, turn)}`;
    },
    expire(idAtAgent) {
      const { last } = turns.get(idAtAgent) ?? { last: 0 };
      turns.set(idAtAgent, { last, first: last + 1 });
    },
    judge(target) {
      const [, name, number, more, given] = form.exec(target) ?? [];
      // The signature has no slash, so one in its place is a path that was appended to the whole URL.
      const isWhole = more === '' && given?.includes('/') === false;
      if (name === undefined || number === undefined || given === undefined || !isWhole)
        return { is: 'refused', why: 'path' };
      const idAtAgent = decodeURIComponent(name);
      if (!equal(given, signature(idAtAgent, Number(number)))) return { is: 'refused', why: 'signature' };
      const { first = 1 } = turns.get(idAtAgent) ?? {};
      return Number(number) < first ? { is: 'refused', why: 'over' } : { is: 'right', idAtAgent };
    },
  };
}

/** The conversation of a callback, for those who only watch. */
export function conversationOfCallback(target: string): string | undefined {
  const name = /\/external-agent\/conversations\/([^/?]+)/.exec(target)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

function equal(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
