import { escaped } from '../../markup/escaped.ts';
import type { Step } from '../../sequence/step.ts';
import { stepText } from '../../sequence/step-text.ts';
import { sequenceSvg } from '../../sequence/svg.ts';
import type { Played, PlayedStep, PromiseVerdict, Transcript } from '../play/played.ts';
import { type Run, verdictOf } from '../run/run.ts';
import { inStory } from '../run/table.ts';
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

/** Everything about one run of one story. */
export function storyPage(run: Run, seed: string): string {
  const { story, result } = run;
  const verdict = verdictOf(run);
  const head = `<section class="verdict ${className(verdict)}">
<h1>${escaped(story.title)}</h1>
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

function whyItFailed({ result }: Run): string {
  if (result.is !== 'played') return `<pre>${escaped(result.why)}</pre>`;
  const { verdict } = result.played;
  return verdict.is === 'passed' ? '' : `<p>Line ${verdict.line}:</p><pre>${escaped(verdict.why)}</pre>`;
}

function details(title: string, { steps, sequence, transcripts, promises: verdicts, log }: Played): string {
  const beganAt = sequence.steps[0]?.at ?? 0;
  const wires = sequence.steps.filter(({ wire }) => wire !== undefined);
  return `
<h2>The story</h2>
<ol class="steps">
${steps.map(stepLine).join('\n')}
</ol>
<h2>What really happened</h2>
<div class="drawing" tabindex="0" role="region" aria-label="Sequence diagram">${sequenceSvg(sequence, { title })}</div>
<h2>What people saw</h2>
<div class="chats">
${transcripts.map(chat).join('\n')}
</div>
<h2>The promises</h2>
<table><tr><th>Promise</th><th>Kept?</th></tr>
${verdicts.map(promiseRow).join('\n')}
</table>
<h2>Every message on the wire</h2>
${wires.map((step) => wire(step, beganAt)).join('\n')}
<h2>The bridge's log</h2>
<details><summary>${log.split('\n').length - 1} lines, which carry no texts and no names</summary><div class="inside"><pre>${escaped(log)}</pre></div></details>`;
}

const stepMarks: Readonly<Record<PlayedStep['is'], string>> = {
  passed: '✓',
  failed: '✗',
  'not reached': '·',
};

const stepLine = ({ is, text }: PlayedStep): string =>
  `<li class="${className(is)}"><span class="mark" title="${is}">${stepMarks[is]}</span>${escaped(text)}</li>`;

const longestShown = 2000;

function chat({ title, lines }: Transcript): string {
  const said = lines.map(({ who, text, isOwn }) => {
    const shown =
      text.length > longestShown ? `${text.slice(0, longestShown)}… (${text.length} characters)` : text;
    return `<p class="said${isOwn ? ' own' : ''}"><span class="who">${escaped(who)}</span>${escaped(shown)}</p>`;
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
  return `<details><summary><span class="time">${seconds(step.at - beganAt)}</span>${escaped(stepText(step))}</summary><div class="inside"><pre>${escaped(`${method} ${path}\n\n${pretty(request)}`)}</pre><pre>${escaped(answered)}</pre></div></details>`;
}

const seconds = (ms: number): string => `+${(ms / 1000).toFixed(3)} s`;

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    // What is not JSON is shown as it is.
    return body;
  }
}

const className = (verdict: string): string => verdict.replaceAll(' ', '-');
