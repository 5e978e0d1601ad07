import { readSolution } from '../read/read-solution.ts';
import type { Solution } from '../solution.ts';
import type { AgentDialect, CalledAs } from './agent-source.ts';
import { buildSolution } from './build-solution.ts';

const known = new Map<string, Solution>();

/** Our own agent, read from the very zip that `npm run solution` builds. */
export function ownSolution(dialect: AgentDialect, calledAs: CalledAs = 'skill'): Solution {
  const key = `${calledAs} ${dialect}`;
  const solution = known.get(key) ?? readSolution(buildSolution({ dialect, calledAs }));
  known.set(key, solution);
  return solution;
}
