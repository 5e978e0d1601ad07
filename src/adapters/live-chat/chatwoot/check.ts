import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import type { CheckedPoint } from '../vendor.ts';
import type { ChatwootApi } from './api.ts';
import { inboxIn, isClosed } from './availability.ts';
import type { ChatwootSettings } from './settings.ts';
import { agentsAnswer } from './wire.ts';

/** The inbox, its hours and the agents, by calls that change nothing. A contact's hash is judged at a start alone. */
export async function checkChatwoot(
  api: ChatwootApi,
  settings: Pick<ChatwootSettings, 'webhookSecrets' | 'hmacToken'>,
  now: number,
): Promise<readonly CheckedPoint[]> {
  const [inbox, agents] = await Promise.all([api.inbox(), api.agent?.agents()]);
  return [
    ...inboxPoints(inbox, now),
    ...(agents ? [agentsPoint(agents)] : []),
    signaturePoint(settings),
    ...(settings.hmacToken === undefined ? [] : [hashPoint]),
  ];
}

function inboxPoints(result: HttpOutcome, now: number): readonly CheckedPoint[] {
  const tried = 'the inbox exists';
  const inbox = inboxIn(result);
  if (!inbox) {
    const advice =
      'Compare LIVECHAT_BASE_URL with the address of the console, without a path, and LIVECHAT_CHATWOOT_INBOX_IDENTIFIER with the identifier on the Configuration tab of the API inbox.';
    return [{ tried, result: 'wrong', came: cameOf(result), advice }];
  }
  const hours = inbox.working_hours_enabled
    ? `open by its hours in ${inbox.timezone ?? 'UTC'}: ${isClosed(inbox, now) ? 'no' : 'yes'}`
    : 'no opening hours';
  return [
    { tried, result: 'fine', came: cameOf(result) },
    { tried: 'its opening hours', result: 'fine', came: hours },
  ];
}

function agentsPoint(result: HttpOutcome): CheckedPoint {
  const tried = 'the token may see the agents';
  const isAnswered = result.outcome === 'answered' && isSuccess(result.status);
  const agents = isAnswered ? agentsAnswer.safeParse(result.body).data : undefined;
  if (!agents) {
    const advice =
      'Compare LIVECHAT_CHATWOOT_API_TOKEN with the access token in the profile of a user who is in the account LIVECHAT_CHATWOOT_ACCOUNT_ID.';
    return { tried, result: 'wrong', came: cameOf(result), advice };
  }
  const there = agents.filter(({ availability_status: status }) => status !== 'offline').length;
  return { tried, result: 'fine', came: `${agents.length} agents, ${there} of them online or busy` };
}

function signaturePoint({ webhookSecrets }: Pick<ChatwootSettings, 'webhookSecrets'>): CheckedPoint {
  const tried = 'the webhook is signed';
  if (webhookSecrets.length === 0) {
    const advice = 'Update Chatwoot to 4.13 or later, and set LIVECHAT_CHATWOOT_WEBHOOK_SECRET.';
    return { tried, result: 'unknown', came: 'callbacks are taken without a signature', advice };
  }
  const advice =
    'Write as an agent: the answer 401 in the log of the bridge says that the secret is another one.';
  return { tried, result: 'unknown', came: 'only a callback can tell', advice };
}

const hashPoint: CheckedPoint = {
  tried: 'the HMAC token fits',
  result: 'unknown',
  came: 'only a start can tell',
  advice: 'A start that is answered 500 at the contact has most likely the wrong token.',
};

const cameOf = (result: HttpOutcome): string =>
  result.outcome === 'answered' ? `${result.status}${result.isPage ? ', a page' : ''}` : result.cause;
