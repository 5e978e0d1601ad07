import 'reflect-metadata';
import { ContainerModule, type ContainerModuleLoadOptions } from 'inversify';
import type { Bindings, Needs } from './bindings.ts';
import type { Contributions, Parts } from './parts/parts.ts';

/** The bindings of one peer or layer; it is loaded and unloaded as a unit. */
export const moduleOf = (declare: (bindings: Bindings) => void): ContainerModule =>
  new ContainerModule((options) => {
    declare(bindingsIn(options));
  });

const bindingsIn = ({ bind, onActivation }: ContainerModuleLoadOptions): Bindings => ({
  provide(name, factory, needs) {
    const bound = bind<Parts[typeof name]>(name).toResolvedValue(injecting(factory, needs), [...needs]);
    // Of a module's own handlers Inversify does not wait for the first one.
    return { endedBy: (end) => void bound.onDeactivation(end) };
  },
  contribute(name, factory, needs) {
    bind(itemsOf(name)).toResolvedValue(injecting(factory, needs), [...needs]);
  },
  collect(name) {
    bind(name).toDynamicValue(({ getAll }) =>
      getAll<readonly Contributions[typeof name][]>(itemsOf(name), { optional: true }).flat(),
    );
  },
  decorate(name, decorator, needs) {
    onActivation<Parts[typeof name]>(name, (context, part) => {
      const values = needs.map((need) => context.get<Parts[typeof need]>(need));
      return decorator(part, gathered(needs, values));
    });
  },
});

const itemsOf = (name: keyof Contributions): string => `items of ${name}`;

const injecting =
  <Made, Need extends keyof Parts>(factory: (needs: Needs<Need>) => Made, needs: readonly Need[]) =>
  (...values: Parts[Need][]): Made =>
    factory(gathered(needs, values));

function gathered<Need extends keyof Parts>(
  needs: readonly Need[],
  values: readonly Parts[Need][],
): Pick<Parts, Need> {
  const found: Partial<Pick<Parts, Need>> = {};
  for (const [index, need] of needs.entries()) found[need] = values[index];
  if (!isWhole(found, needs)) throw new Error(`not everything was injected of ${needs.join(', ')}`);
  return found;
}

const isWhole = <Need extends keyof Parts = never>(
  found: Partial<Pick<Parts, Need>>,
  needs: readonly Need[],
): found is Pick<Parts, Need> => needs.every((need) => found[need] !== undefined);
