import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import type { CheckedPoint } from '../vendor.ts';
import type { CallApi } from './api.ts';
import type { AskAvailability } from './availability.ts';
import { codes, ownRefusal } from './own-refusal.ts';
import { asMeant, conversationsAnswer } from './wire.ts';

const timeoutMs = 10_000;

/** Asks the Messaging API for its open conversations, and Dataverse for hours and agents where that is set. Changes nothing. */
export function checkDynamics(call: CallApi, ask: AskAvailability | undefined) {
  return async (): Promise<readonly CheckedPoint[]> => [
    conversationsPoint(await call({ route: 'conversations', path: '/conversations?PageSize=1', timeoutMs })),
    ...(ask ? availabilityPoints(await ask({})) : []),
  ];
}

const listsConversations = 'the Messaging API lists the conversations of the channel';

function conversationsPoint(result: HttpOutcome): CheckedPoint {
  const tried = listsConversations;
  const came = cameOf(result);
  if (result.outcome === 'answered' && isSuccess(result.status)) {
    return conversationsAnswer.safeParse(asMeant(result.body)).success
      ? { tried, result: 'fine', came }
      : { tried, result: 'wrong', came: `${came}, which is no list`, advice: adviceOf.host };
  }
  return { tried, result: resultOf(result), came, advice: adviceFor(result) };
}

/** What is too much now, or broken there, proves nothing wrong. */
const resultOf = (result: HttpOutcome): 'wrong' | 'unknown' =>
  result.outcome === 'answered' && (result.status === 429 || result.status >= 500) ? 'unknown' : 'wrong';

const adviceOf = {
  token:
    'Compare LIVECHAT_DYNAMICS_SCOPE with the organization id and the zone of the environment; the log names what Entra answered.',
  refused:
    'The app of the LiveChat connection has to be the msdyn_appid of the channel, in the tenant of msdyn_tenantid. Compare LIVECHAT_DYNAMICS_CHANNEL_ID and LIVECHAT_DYNAMICS_ORG_ID as well.',
  host: 'Compare LIVECHAT_BASE_URL with https://m-<organization id>.<geo>.omnichannelengagementhub.com.',
  organization: 'Compare LIVECHAT_DYNAMICS_ORG_ID with the id of the organization.',
  channel:
    'Compare LIVECHAT_DYNAMICS_CHANNEL_ID with the id of the record of msdyn_occustommessagingchannel.',
  workstream: 'Add the custom messaging channel to a workstream.',
  later: 'Try again in a while.',
} as const;

function adviceFor(result: HttpOutcome): string {
  if (result.outcome !== 'answered') return result.cause === 'no-token' ? adviceOf.token : adviceOf.host;
  switch (ownRefusal(result.status, result.body)?.code) {
    case codes.organizationId:
      return adviceOf.organization;
    case codes.channelId:
    case codes.channelConfiguration:
      return adviceOf.channel;
    case codes.workstream:
      return adviceOf.workstream;
    default:
      return adviceOfStatus(result.status);
  }
}

function adviceOfStatus(status: number): string {
  if (status === 401 || status === 403) return adviceOf.refused;
  return status === 429 || status >= 500 ? adviceOf.later : adviceOf.host;
}

type Asked = Awaited<ReturnType<AskAvailability>>;

function availabilityPoints({ result, answer }: Asked): readonly CheckedPoint[] {
  const tried = 'Dataverse tells hours and agents of the workstream';
  if (answer === undefined) {
    const advice =
      'Compare LIVECHAT_DYNAMICS_ORG_URL and LIVECHAT_DYNAMICS_LIVE_WORK_STREAM_ID. The app needs an application user in the environment with the role Omnichannel administrator. Until then starts are not refused out of hours.';
    return [{ tried, result: resultOf(result), came: cameOf(result), advice }];
  }
  const hours = answer.isqueueavailable ? 'within' : 'outside of';
  const agents = answer.isagentavailable ? 'an agent can take it' : 'no agent can take it';
  return [{ tried, result: 'fine', came: `now ${hours} operating hours, ${agents}` }];
}

const cameOf = (result: HttpOutcome): string =>
  result.outcome === 'answered' ? `status ${result.status}` : result.cause;
