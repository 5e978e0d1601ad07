import type { SessionId } from '../../../domain/ids.ts';
import { sessionId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { CheckedPoint } from '../vendor.ts';
import { anonymous, readToken, subjectOf } from './access/session-tokens.ts';
import type { WhileHeard } from './client.ts';
import { ownRefusal } from './outcomes.ts';

interface CheckParts {
  readonly fetchToken: (session: SessionId) => Promise<HttpOutcome>;
  readonly whileHeard: WhileHeard;
}

/** No session has this id. */
const never = sessionId('hs_00000000-0000-4000-8000-000000000000');

/** Asks for a token of a customer who never was, and opens a stream with it. Begins no conversation. */
export async function checkSalesforce({
  fetchToken,
  whileHeard,
}: CheckParts): Promise<readonly CheckedPoint[]> {
  const result = await fetchToken(never);
  const points = tokenPoints(result);
  if (typeof readToken(result) === 'string') return points;
  const heard = await whileHeard(never, async () => isHeard);
  return [...points, streamPoint(heard)];
}

const isHeard: HttpOutcome = { outcome: 'answered', status: 204, body: undefined };

const adviceOf = {
  host: 'Compare LIVECHAT_BASE_URL with the Url of the code snippet, https://<My Domain>.my.salesforce-scrt.com.',
  deployment:
    'Compare LIVECHAT_SALESFORCE_ORG_ID and LIVECHAT_SALESFORCE_DEPLOYMENT with the code snippet of the deployment, and look whether it is published.',
  verification:
    'Salesforce takes customers for anonymous ones. User verification has to be on for the channel and its key set active; compare LIVECHAT_SALESFORCE_KEY_ID, LIVECHAT_SALESFORCE_ISSUER and LIVECHAT_SALESFORCE_AUDIENCE (My Domain with https://) with it; the key needs x5c in the set, and must be the one of LIVECHAT_SALESFORCE_PRIVATE_KEY.',
  subject: 'Start a chat, and look in Salesforce whether its messaging user is a verified one.',
  stream: 'A proxy that buffers or forbids long answers breaks the stream. Let /eventrouter/v1/sse pass.',
  later: 'Try again in a while.',
} as const;

function tokenPoints(result: HttpOutcome): readonly CheckedPoint[] {
  const answers = 'the deployment gives a token';
  const verifies = 'Salesforce verifies customers';
  const token = readToken(result);
  if (typeof token === 'string' && token !== anonymous)
    return [{ tried: answers, result: resultOf(result), came: cameOf(result), advice: adviceFor(result) }];
  const given: CheckedPoint = { tried: answers, result: 'fine', came: cameOf(result) };
  if (typeof token === 'string') {
    const came = 'a token for an anonymous end user';
    return [given, { tried: verifies, result: 'wrong', came, advice: adviceOf.verification }];
  }
  if (subjectOf(token) !== undefined)
    return [given, { tried: verifies, result: 'fine', came: 'a token for a verified end user' }];
  const came = 'a token that does not say whose it is';
  return [given, { tried: verifies, result: 'unknown', came, advice: adviceOf.subject }];
}

function streamPoint(result: HttpOutcome): CheckedPoint {
  const tried = 'events can be heard';
  if (result === isHeard) return { tried, result: 'fine', came: 'a stream of events' };
  return { tried, result: resultOf(result), came: cameOf(result), advice: adviceOf.stream };
}

/** What is too much now, or broken there, proves nothing wrong. */
const resultOf = (result: HttpOutcome): 'wrong' | 'unknown' =>
  result.outcome === 'answered' && (result.status === 429 || result.status >= 500) ? 'unknown' : 'wrong';

function adviceFor(result: HttpOutcome): string {
  if (result.outcome !== 'answered') return adviceOf.host;
  if (result.status === 429 || result.status >= 500) return adviceOf.later;
  return ownRefusal(result) === undefined ? adviceOf.host : adviceOf.deployment;
}

const cameOf = (result: HttpOutcome): string =>
  result.outcome === 'answered' ? `status ${result.status}` : result.cause;
