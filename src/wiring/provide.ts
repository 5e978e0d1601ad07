import 'reflect-metadata';
import { ContainerModule, type ContainerModuleLoadOptions } from 'inversify';
import type { Contributions, Parts } from './parts/parts.ts';

type Needs<Need extends keyof Parts> = Pick<Parts, NoInfer<Need>>;

/** How a module says what it consists of. A port that is forgotten, swapped or misnamed does not compile. */
export interface Bindings {
  /** A part, made once from what it needs. */
  provide<Name extends keyof Parts, Need extends keyof Parts = never>(
    name: Name,
    factory: (needs: Needs<Need>) => Parts[Name],
    needs: readonly Need[],
  ): Provided<Parts[Name]>;
  /** Items of a part that is a list. */
  contribute<Name extends keyof Contributions, Need extends keyof Parts = never>(
    name: Name,
    factory: (needs: Needs<Need>) => readonly Contributions[Name][],
    needs: readonly Need[],
  ): void;
  /** The list of all that was contributed, in the order in which modules were loaded. */
  collect(name: keyof Contributions): void;
  /** The same part with something around it. What is loaded later is further out. */
  decorate<Name extends keyof Parts, Need extends keyof Parts = never>(
    name: Name,
    decorator: (part: Parts[Name], needs: Needs<Need>) => Parts[Name],
    needs: readonly Need[],
  ): void;
}

interface Provided<Part> {
  /** Ends the part, if it was made, when its module is unloaded. */
  endedBy(end: (part: Part) => Promise<void>): void;
}

/** What one party or layer consists of; it is loaded and unloaded as a unit. */
export const moduleOf = (declare: (bindings: Bindings) => void): ContainerModule =>
  new ContainerModule((options) => {
    declare(bindingsIn(options));
  });

const bindingsIn = ({ bind, onActivation }: ContainerModuleLoadOptions): Bindings => ({
  provide(name, factory, needs) {
    const bound = bind<Parts[typeof name]>(name).toResolvedValue(
      (...values: Parts[(typeof needs)[number]][]) => factory(gathered(needs, values)),
      [...needs],
    );
    // Of a module's own handlers Inversify does not wait for the first one.
    return { endedBy: (end) => void bound.onDeactivation(end) };
  },
  contribute(name, factory, needs) {
    bind(itemsOf(name)).toResolvedValue(
      (...values: Parts[(typeof needs)[number]][]) => factory(gathered(needs, values)),
      [...needs],
    );
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

function gathered<Need extends keyof Parts = never>(
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
