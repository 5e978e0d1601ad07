import type { Play } from '../solution/interpreter/play.ts';
import type { Value } from '../solution/power-fx/value.ts';

/** What comes back when a topic calls something beyond the agent, as a story has said. */
export interface Outside {
  returns(name: string, value: Value): void;
  readonly answer: Play['outside'];
}

export function createOutside(): Outside {
  const told = new Map<string, Value>();
  const key = (name: string): string => name.trim().toLowerCase();
  return {
    returns: (name, value) => void told.set(key(name), value),
    answer: ({ names }) => {
      const name = names.map(key).find((each) => told.has(each));
      return name === undefined ? undefined : { returned: told.get(name) ?? null };
    },
  };
}
