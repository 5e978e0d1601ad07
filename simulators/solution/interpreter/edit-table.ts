import type { Action } from '../action.ts';
import { areSame, isTable, typeOf, type Value } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import { namesOf, type Play, setVariable, variableValue } from './play.ts';

type EditTable = Extract<Action, { readonly kind: 'EditTable' }>;

/** Changes a table in a variable; one that was never set is empty. */
export function editTable(play: Play, { variable, change, value, result, place }: EditTable): void {
  const table = variableValue(play, variable) ?? [];
  if (!isTable(table)) throw new SolutionProblem(place, `${typeOf(table)} is not a table`);
  const item = value?.value(namesOf(play)) ?? null;
  const items = isTable(item) ? item : [item];
  const keep = (rows: readonly Value[]): void => setVariable(play, variable, rows);
  const tell = (taken: Value) => result && setVariable(play, result, taken);
  switch (change) {
    case 'Add':
      keep([...table, ...items]);
      tell(item);
      return;
    case 'Remove':
      keep(table.filter((row) => !items.some((each) => areSame(row, each))));
      return;
    case 'Clear':
      keep([]);
      return;
    case 'TakeFirst':
      keep(table.slice(1));
      tell(table[0] ?? null);
      return;
    case 'TakeLast':
      keep(table.slice(0, -1));
      tell(table.at(-1) ?? null);
      return;
  }
}
