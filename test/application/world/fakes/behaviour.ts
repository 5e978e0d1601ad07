import type { Retryable } from '../../../../src/application/ports/delivery.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How a party takes one call. It answers after `afterMs` milliseconds. */
export type Behaviour = { readonly afterMs?: number } & (
  | { readonly as: 'works' }
  | { readonly as: 'rejects'; readonly cause: string }
  /** It certainly has not heard it. */
  | { readonly as: 'postpones'; readonly retryAfterMs?: number }
  /** It does not answer, whether it has heard the call or not. */
  | { readonly as: 'is-mute'; readonly hears: boolean }
  /** The adapter itself has a defect. */
  | { readonly as: 'throws' }
);

export const works: Behaviour = { as: 'works' };
export const worksAfter = (afterMs: number): Behaviour => ({ as: 'works', afterMs });
export const rejects = (cause: string): Behaviour => ({ as: 'rejects', cause });
export const postpones = (retryAfterMs?: number): Behaviour =>
  retryAfterMs === undefined ? { as: 'postpones' } : { as: 'postpones', retryAfterMs };
export const losesTheCall: Behaviour = { as: 'is-mute', hears: false };
export const losesTheAnswer: Behaviour = { as: 'is-mute', hears: true };
export const throws: Behaviour = { as: 'throws' };

/** What a party does next: what it was told to do once, in that order, and from then on its habit. */
export class Mood {
  readonly #next: Behaviour[] = [];
  #habit: Behaviour = works;

  once(...behaviours: readonly Behaviour[]): void {
    this.#next.push(...behaviours);
  }

  always(behaviour: Behaviour): void {
    this.#habit = behaviour;
  }

  next(): Behaviour {
    return this.#next.shift() ?? this.#habit;
  }
}

export type Answered<Heard> = Heard | Retryable | { readonly outcome: 'rejected'; readonly cause: string };

/** Takes one call: hears it, or not, at once, and answers when the behaviour says. */
export async function take<Heard>(
  clock: VirtualClock,
  behaviour: Behaviour,
  hear: () => Heard,
): Promise<Answered<Heard>> {
  const hears = behaviour.as === 'works' || (behaviour.as === 'is-mute' && behaviour.hears);
  const heard = hears ? hear() : undefined;
  const { afterMs = 0 } = behaviour;
  if (afterMs > 0) await new Promise<void>((resolve) => clock.after(afterMs, resolve));
  switch (behaviour.as) {
    case 'works':
      return heard ?? hear();
    case 'rejects':
      return { outcome: 'rejected', cause: behaviour.cause };
    case 'postpones': {
      const { retryAfterMs } = behaviour;
      return { outcome: 'not-delivered', cause: 'busy', ...(retryAfterMs !== undefined && { retryAfterMs }) };
    }
    case 'is-mute':
      return { outcome: 'unknown', cause: 'time-out' };
    case 'throws':
      throw new Error('a defect of the adapter');
  }
}
