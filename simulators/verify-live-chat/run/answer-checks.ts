import { type Exchange, isAnswered, isJson, parsedJson } from '../http/exchange.ts';
import { adviceForAnswer, adviceForFailure } from './advice.ts';
import type { Clause, Finding } from './clause.ts';

/** What has to be so for every answer of the whole run. */
const checks: readonly {
  readonly name: string;
  readonly wrong: (exchange: Exchange) => Finding | undefined;
}[] = [
  { name: 'every request is answered in time', wrong: unanswered },
  { name: 'every success with a body is JSON and says so', wrong: notJson },
];

/** Looks at all exchanges; a clause that fails shows the first three that break it. */
export function answerChecks(exchanges: readonly Exchange[], timeoutMs: number): readonly Clause[] {
  const told = exchanges.filter(({ answer }) => isAnswered(answer) || answer.kind !== 'cut');
  if (told.length === 0) return [];
  const slowest = told.reduce((most, { ms }) => Math.max(most, ms), 0);
  return checks.map(({ name, wrong }): Clause => {
    const broken = told.filter((exchange) => wrong(exchange) !== undefined);
    const [first] = broken;
    const finding = first === undefined ? undefined : wrong(first);
    const base = { name, group: 'promises', exchanges: broken.slice(0, 3), ms: slowest } as const;
    if (finding === undefined) return { ...base, outcome: 'passed' };
    const of = `${broken.length} of ${told.length} requests (within ${timeoutMs} ms each)`;
    return { ...base, outcome: 'failed', ...finding, cause: `${of}: ${finding.cause}` };
  });
}

function unanswered({ answer, url }: Exchange): Finding | undefined {
  if (isAnswered(answer)) return undefined;
  const differences = [{ where: new URL(url).pathname, expected: 'an answer', received: answer.failure }];
  return { ...adviceForFailure(answer), differences };
}

function notJson({ answer, url }: Exchange): Finding | undefined {
  if (!isAnswered(answer) || answer.body === '' || answer.status > 299) return undefined;
  if (isJson(answer) && parsedJson(answer.body) !== undefined) return undefined;
  const received = `${answer.headers['content-type'] ?? 'no content-type'}: ${answer.body.slice(0, 60)}`;
  const isHtml = /html/i.test(received);
  return {
    cause: isHtml ? 'HTML instead of JSON' : 'no JSON',
    advice: adviceForAnswer(isHtml ? 'html' : 'not-json'),
    differences: [{ where: new URL(url).pathname, expected: 'application/json', received }],
  };
}
