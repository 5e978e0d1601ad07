import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlReport } from './html-report.ts';
import { junitReport } from './junit-report.ts';
import type { Run } from './summary.ts';

/** Writes both reports into `directory` and resolves with their paths. */
export async function writeReports(run: Run, directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const [html, junit] = [join(directory, 'report.html'), join(directory, 'report.junit.xml')];
  await Promise.all([writeFile(html, htmlReport(run)), writeFile(junit, junitReport(run))]);
  return [html, junit];
}
