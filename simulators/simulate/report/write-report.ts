import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Run, verdictOf } from '../run/run.ts';
import { junitReport } from './junit.ts';
import { type OnPage, overviewPage } from './overview-page.ts';
import { storyPage } from './story-page.ts';

interface ReportOptions {
  readonly directory: string;
  readonly seed: string;
  readonly startedAt: Date;
}

/** A page for each story, one that leads to them, and junit.xml. */
export async function writeReport(
  runs: readonly Run[],
  { directory, seed, startedAt }: ReportOptions,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const pages = named(runs);
  await Promise.all([
    ...pages.map(({ run, fileName }, index) =>
      writeFile(join(directory, fileName), storyPage(run, { nextFailed: nextFailed(pages, index) })),
    ),
    writeFile(join(directory, 'index.html'), overviewPage(pages, seed)),
    writeFile(join(directory, 'junit.xml'), junitReport(runs, startedAt)),
  ]);
}

const nextFailed = (pages: readonly OnPage[], index: number): string | undefined =>
  pages.slice(index + 1).find(({ run }) => verdictOf(run) === 'failed')?.fileName;

/** Files of the same name in different folders get a number. */
function named(runs: readonly Run[]): readonly OnPage[] {
  const taken = new Set(['index.html']);
  return runs.map((run) => {
    const name = basename(run.story.file).replace(/\.ya?ml$/, '');
    let fileName = `${name}.html`;
    for (let number = 2; taken.has(fileName); number += 1) fileName = `${name}-${number}.html`;
    taken.add(fileName);
    return { run, fileName };
  });
}
