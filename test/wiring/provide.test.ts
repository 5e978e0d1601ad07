import { setTimeout } from 'node:timers/promises';
import { Container } from 'inversify';
import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../src/adapters/storage/in-memory/in-memory-store.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { endHandoff } from '../../src/application/end-handoff.ts';
import type { EndHandoff } from '../../src/application/ports/inbound.ts';
import type { Log } from '../../src/application/ports/log.ts';
import type { Outbox } from '../../src/application/ports/outbox.ts';
import type { Bindings } from '../../src/wiring/bindings.ts';
import { moduleOf } from '../../src/wiring/provide.ts';

/** Never called: the compiler is what judges these. */
function doNotCompile({ provide, contribute, decorate }: Bindings): void {
  provide('endHandoff', endHandoff, ['change', 'store', 'outbox', 'clock']);
  // @ts-expect-error -- the clock is forgotten
  provide('endHandoff', endHandoff, ['change', 'store', 'outbox']);
  // @ts-expect-error -- everything is forgotten
  provide('endHandoff', endHandoff, []);
  // @ts-expect-error -- a misnamed port
  provide('endHandoff', endHandoff, ['change', 'store', 'outbox', 'clocks']);
  // @ts-expect-error -- a factory that calls a port by a name that there is not
  provide('endHandoff', (its: { readonly watch: unknown }) => endHandoff(its), ['clock']);
  // @ts-expect-error -- a swapped port: what is called the store is an outbox
  provide('endHandoff', ({ store, ...its }) => endHandoff({ ...its, store: its.outbox }), [
    'change',
    'store',
    'outbox',
    'clock',
  ]);
  // @ts-expect-error -- a factory of something else
  provide('deadLetters', endHandoff, ['change', 'store', 'outbox', 'clock']);
  // @ts-expect-error -- a part that there is not
  provide('startHandoff', endHandoff, ['change', 'store', 'outbox', 'clock']);
  // @ts-expect-error -- what is contributed is something else
  contribute('routes', ({ clock }) => [clock], ['clock']);
  // @ts-expect-error -- a part that is no list
  contribute('app', ({ app }) => [app], ['app']);
  // @ts-expect-error -- a decorator that loses what it decorates
  decorate('store', (store): Outbox => store, []);
  // @ts-expect-error -- a decorator that forgets what it needs
  decorate('liveChat', (liveChat, { log }) => (log ? liveChat : liveChat), []);
  // @ts-expect-error -- what cannot be ended in this way
  provide('clock', () => systemClock, []).endedBy((clock) => clock.stop());
}

function loaded(...declarations: readonly ((bindings: Bindings) => void)[]) {
  const container = new Container({ defaultScope: 'Singleton' });
  const modules = declarations.map((declare) => moduleOf(declare));
  container.load(...modules);
  return { container, modules };
}

const notEnded: EndHandoff = async () => ({ status: 'none' });

describe('A binding', () => {
  it('that is wrong does not compile', () => expect(doNotCompile).toBeTypeOf('function'));
});

describe('A part', () => {
  it('is made once, from what it needs', () => {
    const made: string[] = [];
    const { container } = loaded(({ provide }) => {
      provide(
        'endHandoff',
        ({ clock }) => {
          made.push(`at ${clock.now() > 0}`);
          return notEnded;
        },
        ['clock'],
      );
      provide('clock', () => systemClock, []);
    });
    expect(container.get('endHandoff')).toBe(notEnded);
    expect(container.get('endHandoff')).toBe(notEnded);
    expect(made).toEqual(['at true']);
  });

  it('that nothing provides is named before anything runs', () => {
    const { container } = loaded(({ provide }) => provide('endHandoff', () => notEnded, ['clock']));
    expect(() => container.get('endHandoff')).toThrow(/"?clock"?/);
  });

  it('that needs itself is refused', () => {
    const { container } = loaded(({ provide }) => {
      provide('store', (its) => ({ ...inMemoryStore({ clock: systemClock }), ...its.outbox }), ['outbox']);
      provide('outbox', (its) => its.store, ['store']);
    });
    expect(() => container.get('store')).toThrow(/[Cc]ircular/);
  });

  it('is decorated in the order of loading, for all that need it', () => {
    const noted: string[] = [];
    const around = (name: string) => (bindings: Bindings) =>
      bindings.decorate(
        'log',
        (log) => ({
          ...log,
          info(fields, message) {
            noted.push(name);
            log.info(fields, message);
          },
        }),
        [],
      );
    const log: Log = { info() {}, warn() {}, error() {} };
    const { container } = loaded(
      ({ provide }) => provide('log', () => log, []),
      around('inner'),
      around('outer'),
    );
    container.get<Log>('log').info({}, 'said');
    expect(noted).toEqual(['outer', 'inner']);
  });

  it('is ended, and waited for, when its module is unloaded, but not if it was never made', async () => {
    const ended: string[] = [];
    const { container, modules } = loaded(
      ({ provide }) => {
        provide('endHandoff', () => notEnded, []).endedBy(async () => void ended.push('endHandoff'));
        provide('clock', () => systemClock, []).endedBy(async () => {
          await setTimeout(20);
          ended.push('clock');
        });
      },
      ({ provide }) => {
        provide('outbox', () => inMemoryStore({ clock: systemClock }), []).endedBy(async () => {
          await setTimeout(20);
          ended.push('outbox');
        });
      },
    );
    container.get('clock');
    container.get('outbox');
    const [first, second] = modules;
    if (!first || !second) throw new Error('nothing was loaded');
    await container.unloadAsync(second);
    expect(ended).toEqual(['outbox']);
    await container.unloadAsync(first);
    expect(ended).toEqual(['outbox', 'clock']);
    expect(container.isBound('endHandoff')).toBe(false);
  });
});
