import { type AnsweredExchange, type Exchange, isAnswered, isJson, parsedJson } from '../http/exchange.ts';
import { adviceForAnswer, adviceForFailure, adviceForStatus } from '../run/advice.ts';
import type { Difference, Finding } from '../run/clause.ts';
import { differenceOf } from './difference.ts';
import type { Verdict } from './judge.ts';
import type { Interaction } from './pact.ts';

export interface Judged {
  readonly interaction: Interaction;
  readonly verdict: Verdict;
  /** The request that was judged; undefined when none was sent. */
  readonly exchange: Exchange | undefined;
}

/** What a broken interaction comes to: the deepest cause first, since the others follow from it. */
export function explained({ interaction, verdict, exchange }: Judged): Finding {
  const expected = interaction.response.status;
  if (exchange === undefined) {
    return {
      cause: verdict.error ?? 'the request could not be sent',
      advice: 'Look at the log of the command.',
      differences: [],
    };
  }
  if (!isAnswered(exchange.answer)) {
    const received = exchange.answer.failure;
    return {
      ...adviceForFailure(exchange.answer),
      differences: [{ where: 'answer', expected: `status ${expected}`, received }],
    };
  }
  const differences = allDifferences(interaction, verdict, exchange.answer);
  return (
    statusFinding(interaction, exchange.answer, differences) ??
    bodyFinding(exchange.answer, differences, verdict)
  );
}

function allDifferences(
  interaction: Interaction,
  verdict: Verdict,
  answer: AnsweredExchange,
): readonly Difference[] {
  const sample = interaction.response.body?.content;
  const received = parsedJson(answer.body);
  return verdict.mismatches
    .flatMap((mismatch) => differenceOf(mismatch, { sample, received }))
    .toSorted((a, b) => Number(b.where === 'status') - Number(a.where === 'status'));
}

function statusFinding(
  interaction: Interaction,
  { status, ...answer }: AnsweredExchange,
  differences: readonly Difference[],
): Finding | undefined {
  const expected = interaction.response.status;
  if (status === expected) return undefined;
  const html = looksLikeHtml({ status, ...answer }) ? ' with an HTML page' : '';
  return {
    cause: `answered ${status}${html} where ${expected} is agreed`,
    advice: adviceForStatus({ expected, received: status }),
    differences,
  };
}

function bodyFinding(
  answer: AnsweredExchange,
  differences: readonly Difference[],
  { error }: Verdict,
): Finding {
  if (looksLikeHtml(answer))
    return { cause: 'answered HTML instead of JSON', advice: adviceForAnswer('html'), differences };
  if (!isJson(answer) || parsedJson(answer.body) === undefined) {
    const type = answer.headers['content-type'] ?? 'no content-type';
    return { cause: `answered ${type} instead of JSON`, advice: adviceForAnswer('not-json'), differences };
  }
  const [first] = differences;
  if (first === undefined)
    return { cause: error ?? 'the answer is not as agreed', advice: adviceForAnswer('other'), differences };
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
  return {
    cause: `${first.where}: expected ${first.expected}, received ${first.received}${more}`,
    advice: adviceForAnswer(first.received === 'nothing' ? 'missing' : 'other', first.where),
    differences,
  };
}

function looksLikeHtml(answer: AnsweredExchange): boolean {
  return /html/i.test(answer.headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(answer.body);
}
