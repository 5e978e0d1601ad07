import { escaped } from '../../markup/escaped.ts';
import { reportPage } from '../../report/page.ts';
import type { Clause, Failed, Group, NotRun } from '../run/clause.ts';
import { clauseStyle } from './clause-style.ts';
import { exchangeBlock } from './html-exchange.ts';
import { countsOf, groupTitles, type Run, uncheckedOf, type Verdict, verdictOf } from './summary.ts';

/** So many failures are unfolded; of more, the page would be a wall. */
const OPEN = 3;

/** One page that needs nothing else: verdict first, then what to mend, then all the rest. */
export function htmlReport(run: Run): string {
  const failed = run.clauses.filter((clause) => clause.outcome === 'failed');
  const [untried, broken] = [failed.filter(isConsequence), failed.filter((clause) => !isConsequence(clause))];
  const mend = failedList('What to mend', broken, OPEN);
  const later = failedList('Could not be tried because of that', untried, broken.length === 0 ? OPEN : 0);
  const groups = (['api', 'promises', 'callbacks'] as const).map((group) => groupBlock(group, run.clauses));
  return reportPage({
    title: `${titles[verdictOf(run)]} ${new URL(run.url).host}`,
    ownStyle: clauseStyle,
    body: `${verdictBlock(run)}
${mend}${later}
${groups.join('')}
${notRunBlock(run.clauses)}
<p class="soft small">Made by the live-chat check of Handoff Bridge. Credentials are masked.</p>`,
  });
}

const isConsequence = (clause: Failed): boolean => clause.isConsequence === true;

function failedList(title: string, clauses: readonly Failed[], open: number): string {
  if (clauses.length === 0) return '';
  return `<h2>${title}</h2>${clauses.map((clause, index) => failedBlock(clause, index < open)).join('')}`;
}

const titles: Readonly<Record<Verdict, string>> = {
  kept: 'The live chat keeps the contract.',
  partly: 'What was checked is as agreed.',
  broken: 'The live chat breaks the contract.',
  'not-checked': 'Nothing could be checked.',
};

const meanings: Readonly<Record<Verdict, string>> = {
  kept: 'Everything that was tried works as Handoff Bridge expects it.',
  partly: 'Everything that was tried works as Handoff Bridge expects it, but not all of it was tried.',
  broken:
    'Some of what Handoff Bridge relies on works differently. Each point below says what and how to mend it.',
  'not-checked': 'No clause was tried; the reasons are below.',
};

function verdictBlock(run: Run): string {
  const { clauses, url, contract, startedAt, ms } = run;
  const verdict = verdictOf(run);
  const { passed, failed, 'not-run': notRun } = countsOf(clauses);
  const at = startedAt.toISOString().replace('T', ' ').slice(0, 16);
  return `<header class="verdict ${verdict}">
<h1>${titles[verdict]}</h1>
<p>${meanings[verdict]}${verdict === 'partly' ? ` Not checked: ${escaped(uncheckedOf(run).join('; '))}.` : ''}${notRun > 0 && verdict === 'kept' ? ' Some points were not run; the reasons are below.' : ''}</p>
<ul class="counts">
<li class="passed"><b>${passed}</b>passed</li>
<li class="failed"><b>${failed}</b>failed</li>
<li class="not-run"><b>${notRun}</b>not run</li>
</ul>${leftOpen(run)}
</header>
<p class="soft small about">${escaped(url)} · contract “${escaped(contract.kind)}” · ${at} UTC · took ${(ms / 1000).toFixed(1)} s</p>`;
}

function leftOpen({ notEnded }: Run): string {
  if (notEnded === 0) return '';
  return `\n<p>${notEnded} of the sessions that were opened could not be ended: end them at the desk.</p>`;
}

function groupBlock(group: Group, clauses: readonly Clause[]): string {
  const rows = clauses.flatMap((clause) =>
    clause.group === group && clause.outcome === 'passed' ? [passedBlock(clause)] : [],
  );
  return rows.length === 0 ? '' : `<h2>${groupTitles[group]}: passed</h2>${rows.join('')}`;
}

function notRunBlock(clauses: readonly Clause[]): string {
  const rows = clauses.flatMap((clause) => (clause.outcome === 'not-run' ? [idleBlock(clause)] : []));
  return rows.length === 0 ? '' : `<h2>Not run</h2>${rows.join('')}`;
}

function passedBlock({ name, exchanges }: Exclude<Clause, NotRun>): string {
  const head = `<span class="tag">passed</span><span>${escaped(name)}</span>`;
  if (exchanges.length === 0) return `<div class="clause passed"><div class="head">${head}</div></div>`;
  return `<details class="clause passed"><summary>${head}</summary><div class="inside">${exchanges.map(exchangeBlock).join('')}</div></details>`;
}

function failedBlock(clause: Failed, isOpen: boolean): string {
  const { name, cause, advice, differences, exchanges } = clause;
  return `<details class="clause failed"${isOpen ? ' open' : ''}><summary><span class="tag">failed</span><span><strong>${escaped(name)}</strong><br><span class="short">${escaped(cause)}</span></span></summary><div class="inside">
<dl class="why"><dt>What happened</dt><dd>${escaped(cause)}</dd><dt>What to change</dt><dd>${escaped(advice)}</dd></dl>
${differenceTable(differences)}${exchanges.map(exchangeBlock).join('')}</div></details>`;
}

function differenceTable(differences: Failed['differences']): string {
  if (differences.length === 0) return '';
  const rows = differences.map(
    ({ where, expected, received }) =>
      `<tr><td>${escaped(where)}</td><td class="should">${escaped(expected)}</td><td class="is">${escaped(received)}</td></tr>`,
  );
  return `<table><thead><tr><th>Where</th><th>Expected</th><th>Received</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function idleBlock({ name, cause, advice }: NotRun): string {
  return `<details class="clause not-run"><summary><span class="tag">not run</span><span>${escaped(name)}</span></summary><div class="inside">
<dl class="why"><dt>Why</dt><dd>${escaped(cause)}</dd><dt>How to have it run</dt><dd>${escaped(advice)}</dd></dl></div></details>`;
}
