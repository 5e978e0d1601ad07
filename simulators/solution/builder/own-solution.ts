import { readSolution } from '../read/read-solution.ts';
import type { Solution } from '../solution.ts';
import type { AgentDialect } from './agent-source.ts';
import { buildSolution } from './build-solution.ts';

const known = new Map<AgentDialect, Solution>();

/** Our own agent, read from the very zip that `npm run solution` builds. */
export function ownSolution(dialect: AgentDialect): Solution {
  const solution = known.get(dialect) ?? readSolution(buildSolution({ dialect }));
  known.set(dialect, solution);
  return solution;
}
