import type { Platform } from '../../../src/wiring/parts/platform.ts';

type Store = Platform['store'];

const writes: ReadonlySet<PropertyKey> = new Set(['commit', 'begin', 'settle', 'lease', 'release']);

/** Each call of the store comes to rest before it is done, and those that write once more before they answer. */
export function scheduledStore(store: Store, step: (label: string) => Promise<void>): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]) => {
        await step(String(name));
        const answer: unknown = await Reflect.apply(member, target, args);
        if (writes.has(name)) await step(`${String(name)} is answered`);
        return answer;
      };
    },
  });
}
