import { type HttpOutcome, isSuccess } from '../../../http/client/http-outcome.ts';
import type { CheckedPoint } from '../../vendor.ts';
import type { CallApi } from '../api.ts';
import type { ZendeskSettings } from '../settings.ts';
import { agentsIn, readAgents, readSchedule, scheduleIn } from '../start/availability.ts';
import { readIntegrations } from '../start/switchboard.ts';
import type { BusinessHours, SupportAccess } from '../support-settings.ts';
import { agentWorkspace, refusalIn } from '../wire.ts';
import { checkWebhook } from './check-webhook.ts';

interface Checked {
  readonly call: CallApi;
  readonly settings: ZendeskSettings;
  /** Where the Conversations webhook has to point. */
  readonly callbackUrl: string;
}

/** Asks Zendesk, with the operator's settings, for what a session needs. Changes nothing there. */
export async function checkZendesk({
  call,
  settings,
  callbackUrl,
}: Checked): Promise<readonly CheckedPoint[]> {
  const key = await checkKey(call);
  if (key.result === 'wrong') return [key];
  const points = [key, await checkAgents(call, settings.integration)];
  points.push(...(await checkWebhook(call, { callbackUrl, secrets: settings.webhookSecrets })));
  if (settings.support) points.push(await checkSupport(settings.support));
  if (settings.support?.hours) points.push(await checkHours(settings.support, settings.support.hours));
  return points;
}

async function checkKey(call: CallApi): Promise<CheckedPoint> {
  const tried = 'the API key opens the app';
  const result = await call({ method: 'GET', path: '', route: 'get-app' });
  const came = cameOf(result);
  if (result.outcome !== 'answered')
    return { tried, result: 'wrong', came, advice: 'Check LIVECHAT_BASE_URL and the way to it.' };
  if (isSuccess(result.status)) return { tried, result: 'fine', came };
  if (refusalIn(result.body) === undefined)
    return {
      tried,
      result: 'wrong',
      came,
      advice: 'LIVECHAT_BASE_URL is not Sunshine Conversations: it ends in /sc.',
    };
  if (result.status === 401)
    return {
      tried,
      result: 'wrong',
      came,
      advice: 'Check LIVECHAT_ZENDESK_KEY_ID and LIVECHAT_ZENDESK_KEY_SECRET.',
    };
  if (result.status === 404)
    return { tried, result: 'wrong', came, advice: 'Check LIVECHAT_ZENDESK_APP_ID.' };
  return {
    tried,
    result: 'unknown',
    came,
    advice: 'A key of the app may read this; a key of an integration may not.',
  };
}

async function checkAgents(call: CallApi, named: string | undefined): Promise<CheckedPoint> {
  const tried =
    named === undefined ? 'the Agent Workspace is in the switchboard' : `${named} is in the switchboard`;
  const read = await readIntegrations(call);
  if ('failure' in read)
    return {
      tried,
      result: 'unknown',
      came: cameOf(read.failure),
      advice: 'Use a key of the app, which may read the switchboard.',
    };
  const found = read.value.find(({ id, name, integrationType }) =>
    named === undefined ? integrationType === agentWorkspace : [id, name].includes(named),
  );
  const came = `${read.value.length} integrations`;
  if (found !== undefined) return { tried, result: 'fine', came };
  const advice =
    named === undefined
      ? 'Turn messaging and the Agent Workspace on.'
      : 'Check LIVECHAT_ZENDESK_INTEGRATION.';
  return { tried, result: 'wrong', came, advice };
}

async function checkSupport(access: SupportAccess): Promise<CheckedPoint> {
  const tried = 'Zendesk Support says who is online';
  const result = await readAgents(access);
  const agents = agentsIn(result);
  if (agents !== undefined) return { tried, result: 'fine', came: `${agents.data.length} agents online` };
  const advice =
    'Check LIVECHAT_ZENDESK_SUPPORT_URL, …_EMAIL and …_TOKEN, and that its owner may read availability.';
  return { tried, result: 'wrong', came: cameOf(result), advice };
}

async function checkHours(access: SupportAccess, hours: BusinessHours): Promise<CheckedPoint> {
  const tried = 'Zendesk Support tells the business hours';
  const result = await readSchedule(access, hours);
  const schedule = scheduleIn(result);
  if (schedule !== undefined)
    return { tried, result: 'fine', came: `${schedule.intervals.length} intervals a week` };
  return { tried, result: 'wrong', came: cameOf(result), advice: 'Check LIVECHAT_ZENDESK_SCHEDULE_ID.' };
}

/** Status and code, and nothing that Zendesk may quote. */
function cameOf(result: HttpOutcome): string {
  if (result.outcome !== 'answered') return result.cause;
  const code = refusalIn(result.body)?.code;
  return code === undefined ? String(result.status) : `${result.status} ${code}`;
}
