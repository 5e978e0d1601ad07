import type { Action } from '../../action.ts';

/** An id that an earlier action of the topic has gets its line as well; the first one is meant where the id is named. */
export function withUniqueIds(actions: readonly Action[], used = new Set<string>()): readonly Action[] {
  return actions.map((action) => {
    const id = used.has(action.id) ? `${action.id}, line ${action.place.line}` : action.id;
    used.add(id);
    if (action.kind !== 'ConditionGroup') return { ...action, id };
    return {
      ...action,
      id,
      branches: action.branches.map((branch) => ({
        ...branch,
        actions: withUniqueIds(branch.actions, used),
      })),
      otherwise: withUniqueIds(action.otherwise, used),
    };
  });
}
