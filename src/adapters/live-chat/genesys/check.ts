import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { CheckedPoint } from '../vendor.ts';
import type { GenesysApi } from './api.ts';
import { agentsOnQueue } from './availability.ts';
import { ownRefusal, successOf } from './outcomes.ts';
import { asMeant, channelsAnswer, integrationAnswer } from './wire.ts';

export interface CheckOptions {
  /** Where the webhook of the integration has to lead. */
  readonly callbackUrl: string;
  readonly queueId?: string;
}

/** Asks for the integration, the notification channels and the agents of the queue. Changes nothing. */
export async function checkGenesys(api: GenesysApi, options: CheckOptions): Promise<readonly CheckedPoint[]> {
  const { callbackUrl, queueId } = options;
  return [
    integrationPoint(await api.integration(), callbackUrl),
    channelsPoint(await api.channels()),
    ...(queueId === undefined ? [] : [agentsPoint(await agentsOnQueue(api, queueId))]),
  ];
}

function integrationPoint(result: HttpOutcome, callbackUrl: string): CheckedPoint {
  const tried = 'the OAuth client is let in, and the integration leads to this bridge';
  const found = integrationAnswer.safeParse(asMeant(successOf(result)?.body)).data;
  if (!found) return { tried, ...failureOf(result) };
  const { outboundNotificationWebhookUrl: url } = found;
  if (url === callbackUrl) return { tried, result: 'fine', came: `its webhook is ${callbackUrl}` };
  const advice = `Set the outbound notification webhook URL of the integration to ${callbackUrl}, or HANDOFF_PUBLIC_URL to where the bridge is reached.`;
  const came = url === undefined ? 'it has no webhook' : 'its webhook leads elsewhere';
  return { tried, result: url === undefined ? 'unknown' : 'wrong', came, advice };
}

const host = 'Compare LIVECHAT_BASE_URL and LIVECHAT_GENESYS_LOGIN_URL with the hosts of your region.';
const credentials =
  'Compare LIVECHAT_GENESYS_CLIENT_ID and LIVECHAT_GENESYS_CLIENT_SECRET with the OAuth client, and LIVECHAT_GENESYS_LOGIN_URL with the login host of your region.';
const permissions =
  'Give the role of the OAuth client the permission messaging:integration:view for this check. A session needs conversation:message:receive and conversation:communication:view.';

/** What is refused for rights proves nothing wrong with what sessions need. */
function failureOf(result: HttpOutcome): Pick<CheckedPoint, 'result' | 'came' | 'advice'> {
  const came = cameOf(result);
  if (result.outcome !== 'answered')
    return { result: 'wrong', came, advice: result.cause === 'no-token' ? credentials : host };
  const status = ownRefusal(result);
  if (status === 401) return { result: 'wrong', came, advice: credentials };
  if (status === 403) return { result: 'unknown', came, advice: permissions };
  if (status === 404)
    return {
      result: 'wrong',
      came,
      advice: 'Compare LIVECHAT_GENESYS_INTEGRATION_ID with the id of the integration.',
    };
  const isPassing = result.status === 429 || result.status >= 500;
  return {
    result: isPassing ? 'unknown' : 'wrong',
    came,
    advice: isPassing ? 'Try again in a while.' : host,
  };
}

const cameOf = (result: HttpOutcome): string =>
  result.outcome === 'answered' ? `status ${result.status}` : result.cause;

/** Of one OAuth client. */
const mostChannels = 20;

function channelsPoint(result: HttpOutcome): CheckedPoint {
  const tried = 'there is a notification channel for each replica';
  const channels = channelsAnswer.safeParse(asMeant(successOf(result)?.body)).data?.entities;
  const advice =
    'Each replica of the bridge holds one channel, and Genesys drops one where an OAuth client has more than 20: give the bridge a client of its own.';
  if (!channels) return { tried, result: 'unknown', came: cameOf(result), advice };
  const came = `${channels.length} of ${mostChannels} channels are in use`;
  return channels.length < mostChannels
    ? { tried, result: 'fine', came }
    : { tried, result: 'wrong', came, advice };
}

function agentsPoint(agents: number | undefined): CheckedPoint {
  const tried = 'Genesys tells how many agents are on the queue';
  if (agents !== undefined) return { tried, result: 'fine', came: `${agents} now` };
  const advice =
    'Compare LIVECHAT_GENESYS_QUEUE_ID with the id of the queue, and give the role of the OAuth client the permission analytics:queueObservation:view. Until then starts are not refused without agents.';
  return { tried, result: 'unknown', came: 'no figures', advice };
}
