import type { Clock } from '../../../src/application/ports/clock.ts';

/** A process that can be killed: from then on nothing that it does reaches anybody, and nothing reaches it. */
export interface ProcessLife {
  isOver: boolean;
}

const never = new Promise<never>(() => {});

/** What a process holds of the world, so that it can be killed at any moment. */
export function killable<Part extends object>(life: ProcessLife, part: Part): Part {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => {
        if (life.isOver) return never;
        const answer: unknown = Reflect.apply(member, target, args);
        if (!(answer instanceof Promise)) return answer;
        return answer.then((value: unknown) => (life.isOver ? never : value));
      };
    },
  });
}

export const killableClock = (life: ProcessLife, clock: Clock): Clock => ({
  now: () => clock.now(),
  after: (delayMs, task) =>
    clock.after(delayMs, () => {
      if (!life.isOver) task();
    }),
});
