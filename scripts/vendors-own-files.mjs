import { existsSync } from 'node:fs';

/* The tests that judge by what others have written need those files, which are no part of this project. */

const folders = [
  ["The vendors' own files", 'VENDOR_SPECS', '../shared/specs'],
  ['The small Copilot Studio solutions', 'SOLUTION_CASES', '../shared/solutions'],
];
for (const [what, setting, usual] of folders) {
  const folder = process.env[setting] ?? usual;
  if (existsSync(folder)) continue;
  process.stderr.write(
    `${what} are not in ${folder}. They are no part of this project: put them there, or name their folder in ${setting}.\n`,
  );
  process.exitCode = 1;
}
