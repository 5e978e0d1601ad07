import { escaped } from '../../markup/escaped.ts';
import { countOf, inOneLine, type Run, type RunVerdict, titleOf, troubleOf, verdictOf } from '../run/run.ts';
import { inStory } from '../run/table.ts';
import { filterScript } from './filter-script.ts';
import { page } from './page.ts';

export interface OnPage {
  readonly run: Run;
  /** Of the story's own page, beside this one. */
  readonly fileName: string;
}

/** Failures first, since they are what the page is opened for. */
const verdictOrder: readonly RunVerdict[] = ['failed', 'not played', 'left out', 'passed'];

/** All runs, in the order of {@link verdictOrder}, with a link to the page of each. */
export function overviewPage(pages: readonly OnPage[], seed: string): string {
  const runs = pages.map(({ run }) => run);
  const isGood = countOf(runs, 'failed') + countOf(runs, 'not played') === 0;
  const sum = `${countOf(runs, 'passed')} of ${runs.length} stories passed`;
  return page(
    sum,
    `<section class="verdict ${isGood ? 'passed' : 'failed'}"><h1>${sum}</h1><p class="soft small">Seed ${escaped(seed)}</p></section>
<h2>Stories</h2>
${filters(runs)}
<table id="stories"><thead><tr><th scope="col">Story</th><th scope="col">Verdict</th><th scope="col">Why</th><th scope="col">Time</th></tr></thead>
<tbody>
${verdictOrder.flatMap((verdict) => pages.filter(({ run }) => verdictOf(run) === verdict).map(row)).join('\n')}
</tbody></table>
<p id="none" role="status"></p>`,
    filterScript,
  );
}

function filters(runs: readonly Run[]): string {
  const boxes = verdictOrder
    .filter((verdict) => countOf(runs, verdict) > 0)
    .map(
      (verdict) =>
        `<label class="${className(verdict)}"><input type="checkbox" value="${className(verdict)}" checked> ${countOf(runs, verdict)} ${verdict}</label>`,
    );
  return `<div class="filters"><label>Search <input type="search" id="search"></label><fieldset><legend>Show</legend>${boxes.join('')}</fieldset></div>`;
}

/** Of what went wrong its first line; of what went well why it matters. */
function row({ run, fileName }: OnPage): string {
  const { story, result } = run;
  const verdict = verdictOf(run);
  const trouble = troubleOf(run);
  const why = trouble ? `${story.file}:${trouble.line}: ${inOneLine(trouble.why)}` : story.why;
  const time =
    result.is === 'played'
      ? `${(result.played.ms / 1000).toFixed(2)} s ${inStory(result.played.storyMs)}`
      : '';
  const tags = story.tags.map((tag) => ` <span class="tag">${escaped(tag)}</span>`).join('');
  return `<tr class="${className(verdict)}"><td><a href="${escaped(encodeURI(fileName))}">${escaped(titleOf(run))}</a>${tags}</td><td class="tone">${verdict}</td><td>${escaped(why)}</td><td>${time}</td></tr>`;
}

export const className = (verdict: string): string => verdict.replaceAll(' ', '-');
