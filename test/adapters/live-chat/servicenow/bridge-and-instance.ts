import type { Customer } from '../../../../simulators/teams/customer.ts';
import { serviceNow } from '../../../../src/adapters/live-chat/servicenow/vendor.ts';
import { type SkillCaller, skillCaller } from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import {
  environmentFor,
  type Fields,
  type ScriptedInstance,
  scriptedInstance,
  secret,
} from './scripted-instance.ts';

/** The real bridge with ServiceNow's adapter, and an instance that does what it is told. */
export interface BridgeAndInstance {
  readonly bridge: RunningBridge;
  readonly instance: ScriptedInstance;
  readonly callbackSecret: string;
  stop(): Promise<void>;
}

export async function bridgeAndInstance(
  changes: Readonly<Record<string, string>> = {},
): Promise<BridgeAndInstance> {
  const instance = await scriptedInstance();
  const callbackSecret = secret();
  const environment = environmentFor(instance.url, {
    LIVECHAT_SERVICENOW_CALLBACK_SECRET: callbackSecret,
    ...changes,
  });
  const bridge = await startRunningBridge({
    adjust: (config) => ({ ...config, liveChat: serviceNow.settings.parse(environment) }),
  });
  const stop = async () => {
    await bridge.stop();
    await instance.stop();
  };
  return { bridge, instance, callbackSecret, stop };
}

/** A customer whose session is open, by the id that ServiceNow knows it by. */
export interface OpenSession {
  readonly id: string;
  readonly customer: Customer;
  readonly copilot: SkillCaller;
}

export async function openSession(
  { bridge, instance }: BridgeAndInstance,
  value: unknown = {},
): Promise<OpenSession> {
  const customer = await bridge.microsoft.teams.customer('Anna');
  const copilot = skillCaller(bridge, { conversationId: customer.conversationId });
  const before = instance.heard.length;
  await copilot.escalate(value);
  const ask = instance
    .bodies()
    .slice(before)
    .find(({ action }) => action === 'AGENT');
  return { id: String(ask?.clientSessionId), customer, copilot };
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Fields;
}

/** Posts as the instance does, with the static header unless told otherwise. */
export async function post(
  { bridge, callbackSecret }: BridgeAndInstance,
  payload: unknown,
  headers: Readonly<Record<string, string>> = { 'x-handoff-bridge-key': callbackSecret },
): Promise<Answer> {
  const answer = await fetch(`${bridge.url}/api/livechat/servicenow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  const body: Fields = JSON.parse(await answer.text());
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body };
}

let count = 0;

export const dana = { sentFromAgent: true, agentName: 'Dana' };

/** An agent's words under an id of their own, but for what the fields say. */
export const wordsOf = (value: string, fields: Fields = {}): Fields => ({
  uiType: 'OutputText',
  group: 'DefaultText',
  value,
  messageId: `m${count++}`,
  maskType: 'NONE',
  agentInfo: dana,
  ...fields,
});

/** A callback that names its session in both ways. */
export const callbackOf = (id: string, body: unknown, fields: Fields = {}): Fields => ({
  requestId: 'r1',
  clientSessionId: id,
  userId: id,
  clientVariables: { handoffSession: id },
  message: { text: 'echo of ours', typed: true },
  body,
  score: 1,
  ...fields,
});
