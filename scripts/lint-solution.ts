import { parseArgs } from 'node:util';
import { findingLine, lintSolution } from '../simulators/solution/lint/lint-solution.ts';
import { SolutionProblem } from '../simulators/solution/problem.ts';
import { readSolutionFile } from '../simulators/solution/read/read-solution-file.ts';
import { skillManifest } from '../src/adapters/callers/skill/manifest.ts';
import { printableLine } from '../src/domain/printable.ts';
import { say, sayError } from './say.ts';

const usage = `npm run lint:solution -- FILE [--agent NAME]

  FILE is a solution's zip, its folder, or a folder of .mcs.yml files; NAME one of its agents.
  Says what would go wrong in a handoff with this agent, each with topic, file and line.
  Ends with 0 when there is nothing, 1 when there is something, 2 when the file is not a solution.
`;

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false }, agent: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (values.help) {
    say(usage);
    return;
  }
  if (file === undefined || more.length > 0) throw new Error('One solution, please.');
  const solution = await readSolutionFile(file, values.agent === undefined ? {} : { agent: values.agent });
  const findings = lintSolution(solution, skillManifest({ publicUrl: 'https://bridge.example', appId: '' }));
  for (const finding of findings) say(printableLine(findingLine(finding)));
  const summary = findings.length === 0 ? 'nothing to mend' : `${findings.length} to mend`;
  say(printableLine(`${solution.agent.name}, ${solution.topics.length} topics: ${summary}`));
  if (findings.length > 0) process.exitCode = 1;
}

run().catch((error: unknown) => {
  const isTheirs = error instanceof SolutionProblem;
  sayError(`${error instanceof Error ? error.message : String(error)}${isTheirs ? '' : `\n\n${usage}`}`);
  process.exitCode = 2;
});
