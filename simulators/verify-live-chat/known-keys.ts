import { setTimeout as sleep } from 'node:timers/promises';
import { assertSameSession, newStart } from './key-promises.ts';
import type { PromiseParts } from './promise.ts';
import { asked, textIn } from './session.ts';

export const KNOWN_KEYS = 'an Idempotency-Key is still known some seconds later';

/** A start early in the run, which is repeated at its end. */
export interface KnownKeys {
  begin(): Promise<void>;
  /** Rejects with `Broken` when the key has been forgotten. */
  check(): Promise<void>;
}

export function knownKeys({ api, spelling }: PromiseParts, rememberMs: number): KnownKeys {
  const start = newStart({ spelling });
  let begun: Promise<string> | undefined;
  let at = 0;
  return {
    async begin() {
      begun = asked(api, start, 201).then((answer) => textIn(answer, 'sessionId'));
      // Told by the check.
      await begun.catch(() => undefined);
      at = Date.now();
    },
    async check() {
      const first = await begun;
      if (first === undefined) return;
      await sleep(Math.max(0, at + rememberMs - Date.now()));
      const seconds = Math.round((Date.now() - at) / 1000);
      const second = textIn(await asked(api, start, 201), 'sessionId');
      assertSameSession(
        first,
        second,
        `after ${seconds} s the same Idempotency-Key opened a second session`,
        'Remember each key for at least 24 hours, and across a restart: the bridge repeats for so long what got no answer.',
      );
    },
  };
}
