import { escaped } from '../../markup/escaped.ts';
import { momentText } from '../../report/time-text.ts';
import type { Step } from '../../sequence/step.ts';
import { stepText } from '../../sequence/step-text.ts';
import { sequenceSvg } from '../../sequence/svg.ts';
import type { Played, PlayedStep, PromiseVerdict, Transcript } from '../play/played.ts';
import { type Run, titleOf, troubleOf, verdictOf } from '../run/run.ts';
import { inStory } from '../run/table.ts';
import { className } from './overview-page.ts';
import { page } from './page.ts';

const promises: Readonly<Record<string, string>> = {
  I1: 'What was accepted is delivered, or visibly given up',
  I2: 'Nothing shows twice unless a send had an unknown outcome',
  I3: 'In each direction the order is kept',
  I4: 'Nothing crosses from one session to another',
  I5: 'A conversation has at most one open session',
  I6: 'Nothing reaches the customer after the end',
  I7: 'Nothing is invented, nothing is altered',
  I8: 'Everything arrives once nothing goes wrong any more',
};

/** Where the pages of other stories are, by the names of their files. */
export interface Neighbours {
  readonly nextFailed: string | undefined;
}

/** Everything about one run of one story. */
export function storyPage(run: Run, { nextFailed }: Neighbours): string {
  const { story, result, seed } = run;
  const verdict = verdictOf(run);
  const next =
    nextFailed === undefined ? '' : ` <a href="${escaped(encodeURI(nextFailed))}">Next that failed</a>`;
  const head = `<nav class="way" aria-label="Stories"><a href="index.html">All stories</a>${next}</nav>
<section class="verdict ${className(verdict)}">
<h1>${escaped(titleOf(run))}</h1>
<p>${escaped(story.why)}</p>
<p><span class="word">${verdict}</span> <span class="soft small">${escaped(story.file)}, seed ${escaped(seed)}${
    result.is === 'played'
      ? `, played in ${(result.played.ms / 1000).toFixed(2)} s ${inStory(result.played.storyMs)}`
      : ''
  }</span></p>
${whyItFailed(run)}
</section>`;
  return page(
    `${story.title}: ${verdict}`,
    `${head}${result.is === 'played' ? details(story.title, result.played) : ''}`,
  );
}

function whyItFailed(run: Run): string {
  const trouble = troubleOf(run);
  if (!trouble) return '';
  const failed = run.result.is === 'played' ? failedStep(run.result.played) : undefined;
  const moment = failed === undefined ? '' : ` <a href="#sequence-moment">See that moment in the drawing</a>`;
  return `<p>Line ${trouble.line}:${moment}</p><pre>${escaped(trouble.why)}</pre>`;
}

const failedStep = ({ steps }: Played): PlayedStep | undefined => steps.find(({ is }) => is === 'failed');

function details(title: string, played: Played): string {
  const { steps, sequence, transcripts, promises: verdicts, log, beganAt } = played;
  const wires = sequence.steps.filter(({ wire }) => wire !== undefined);
  const failed = failedStep(played);
  const moment =
    failed?.at === undefined
      ? {}
      : { moment: { at: failed.at, text: `✗ line ${failed.line}: ${failed.text}` } };
  return `
<h2>The story</h2>
<ol class="steps">
${steps.map((step) => stepLine(step, beganAt)).join('\n')}
</ol>
<h2>What really happened</h2>
<p class="soft small">Times count from the beginning of the story.</p>
<div class="drawing" tabindex="0" role="region" aria-label="Sequence diagram">${sequenceSvg(sequence, { title, beganAt, ...moment })}</div>
<h2>What people saw</h2>
<div class="chats">
${transcripts.map((each) => chat(each, beganAt)).join('\n')}
</div>
<h2>The promises</h2>
<table><thead><tr><th scope="col">Promise</th><th scope="col">Kept?</th></tr></thead><tbody>
${verdicts.map(promiseRow).join('\n')}
</tbody></table>
<h2>Every message on the wire</h2>
${wires.map((step) => wire(step, beganAt)).join('\n')}
<h2>The bridge’s log</h2>
<details><summary>${log.split('\n').length - 1} lines, which carry no texts and no names</summary><div class="inside"><pre tabindex="0">${escaped(log)}</pre></div></details>`;
}

const stepMarks: Readonly<Record<PlayedStep['is'], string>> = {
  passed: '✓',
  failed: '✗',
  'not reached': '·',
};

function stepLine({ is, text, at }: PlayedStep, beganAt: number): string {
  const time = at === undefined ? '' : `<span class="time">${momentText(at - beganAt)}</span>`;
  const shown = is === 'failed' ? `<a href="#sequence-moment">${escaped(text)}</a>` : escaped(text);
  return `<li class="${className(is)}"><span class="mark" aria-hidden="true">${stepMarks[is]}</span><span class="unseen">${is}: </span>${time}${shown}</li>`;
}

const longestShown = 2000;

function chat({ title, lines }: Transcript, beganAt: number): string {
  const said = lines.map(({ who, text, isOwn, at }) => {
    const time = at < beganAt ? '' : ` <span class="time">${momentText(at - beganAt)}</span>`;
    const shown =
      text.length > longestShown ? `${text.slice(0, longestShown)}… (${text.length} characters)` : text;
    return `<p class="said${isOwn ? ' own' : ''}"><span class="who">${escaped(who)}${time}</span>${escaped(shown)}</p>`;
  });
  return `<section class="chat"><h3>${escaped(title)}</h3>${said.join('')}</section>`;
}

function promiseRow({ invariant, broken }: PromiseVerdict): string {
  const name = `${invariant}: ${promises[invariant] ?? ''}`;
  const is = broken === '' ? 'kept' : 'broken';
  return `<tr class="${is}"><td>${escaped(name)}${broken === '' ? '' : `<pre>${escaped(broken)}</pre>`}</td><td class="tone">${is}</td></tr>`;
}

function wire(step: Step, beganAt: number): string {
  if (!step.wire) return '';
  const { method, path, request, answer } = step.wire;
  const answered = answer ? `${answer.status}\n${pretty(answer.body)}` : 'no answer';
  return `<details><summary><span class="time">${momentText(step.at - beganAt)}</span>${escaped(stepText(step))}</summary><div class="inside"><pre tabindex="0">${escaped(`${method} ${path}\n\n${pretty(request)}`)}</pre><pre tabindex="0">${escaped(answered)}</pre></div></details>`;
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    // What is not JSON is shown as it is.
    return body;
  }
}
