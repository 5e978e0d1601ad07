import type { Action } from '../../action.ts';
import type { Entity } from '../../entity.ts';
import type { Scope } from '../../power-fx/names.ts';
import { optionOf } from '../../power-fx/value.ts';
import { actionsOf, type Solution } from '../../solution.ts';

type ListEntity = Extract<Entity, { readonly kind: 'list' }>;

const sets = new WeakMap<Solution, ReadonlyMap<string, ListEntity>>();

/** The choices of a question or of an entity of the maker's own, as expressions name them: `'cr1_agent.entity.Size'.Large`. */
export function optionSetNamed(solution: Solution, name: string): Scope | undefined {
  const known = sets.get(solution) ?? setsOf(solution);
  sets.set(solution, known);
  const set = known.get(name);
  if (!set) return undefined;
  const value = Object.fromEntries(set.items.map(({ id, label }) => [id, optionOf(set.set, id, label)]));
  return { kind: 'value', value };
}

function setsOf({ topics, entities }: Solution): ReadonlyMap<string, ListEntity> {
  const all: readonly Entity[] = [
    ...entities.map(({ entity }) => entity),
    ...topics.flatMap(actionsOf).flatMap(entityAsked),
  ];
  return new Map(all.flatMap((entity) => (entity.kind === 'list' ? [[entity.set, entity]] : [])));
}

const entityAsked = (action: Action): readonly Entity[] =>
  action.kind === 'Question' ? [action.entity] : [];
