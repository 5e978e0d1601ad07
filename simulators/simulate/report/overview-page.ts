import { escaped } from '../../markup/escaped.ts';
import { type Run, verdictOf } from '../run/run.ts';
import { inStory } from '../run/table.ts';
import { page } from './page.ts';

export interface OnPage {
  readonly run: Run;
  /** Of the story's own page, beside this one. */
  readonly fileName: string;
}

/** All runs, with a link to the page of each. */
export function overviewPage(runs: readonly OnPage[], seed: string): string {
  const passed = runs.filter(({ run }) => verdictOf(run) === 'passed').length;
  const isGood = runs.every(({ run }) => !['failed', 'not played'].includes(verdictOf(run)));
  return page(
    `${passed} of ${runs.length} stories passed`,
    `<section class="verdict ${isGood ? 'passed' : 'failed'}"><h1>${passed} of ${runs.length} stories passed</h1><p class="soft small">Seed ${escaped(seed)}</p></section>
<h2>Stories</h2>
<table><tr><th>Story</th><th>Why it matters</th><th>Verdict</th><th>Time</th></tr>
${runs.map(row).join('\n')}
</table>`,
  );
}

function row({ run, fileName }: OnPage): string {
  const { story, result } = run;
  const verdict = verdictOf(run);
  const time =
    result.is === 'played'
      ? `${(result.played.ms / 1000).toFixed(2)} s ${inStory(result.played.storyMs)}`
      : '';
  return `<tr class="${verdict.replaceAll(' ', '-')}"><td><a href="${escaped(encodeURI(fileName))}">${escaped(story.title)}</a></td><td>${escaped(story.why)}</td><td class="tone">${verdict}</td><td>${time}</td></tr>`;
}
