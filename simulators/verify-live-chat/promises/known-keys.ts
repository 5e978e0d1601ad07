import { setTimeout as sleep } from 'node:timers/promises';
import { asked, type Step, textIn } from '../sessions/session.ts';
import { assertSameSession, newStart } from './key-promises.ts';
import type { PromiseContext } from './promise.ts';

export const KNOWN_KEYS = 'an Idempotency-Key is still known some seconds later';

/** A start early in the run, which is repeated at its end. */
export interface KnownKeys {
  begin(): Promise<void>;
  /** Rejects with `Broken` when the key has been forgotten. */
  check(): Promise<void>;
}

export function knownKeys({ api, spelling }: PromiseContext, rememberMs: number): KnownKeys {
  let begun: { readonly start: Step; readonly at: number; readonly sessionId: Promise<string> } | undefined;
  return {
    async begin() {
      const start = newStart({ spelling });
      const sessionId = asked(api, start, 201).then((answer) => textIn(answer, 'sessionId'));
      // Told by the check.
      await sessionId.catch(() => undefined);
      begun = { start, at: Date.now(), sessionId };
    },
    async check() {
      if (begun === undefined) return;
      const { start, at } = begun;
      const first = await begun.sessionId;
      await sleep(Math.max(0, at + rememberMs - Date.now()));
      const seconds = Math.round((Date.now() - at) / 1000);
      const second = textIn(await asked(api, start, 201), 'sessionId');
      assertSameSession(first, second, {
        cause: `after ${seconds} s the same Idempotency-Key opened a second session`,
        advice:
          'Remember each key for at least 24 hours, and across a restart: the bridge repeats for so long what got no answer.',
      });
    },
  };
}
