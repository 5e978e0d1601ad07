import { existsSync } from 'node:fs';

/* The tests that judge by the vendors' own files need those files, which are no part of this project. */

const folder = process.env.VENDOR_SPECS ?? '../shared/specs';
if (!existsSync(folder)) {
  process.stderr.write(
    `The vendors' own files are not in ${folder}. They are no part of this project: put them there, or name their folder in VENDOR_SPECS.\n`,
  );
  process.exitCode = 1;
}
