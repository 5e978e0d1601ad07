import type { z } from 'zod';
import { type CallApi, type Reading, readAs } from '../api.ts';
import { ownRefusal } from '../outcomes.ts';
import {
  agentWorkspace,
  doneAnswer,
  integrationsAnswer,
  type PassControlBody,
  type ReleaseControlBody,
  switchboardsAnswer,
} from '../wire.ts';
import type { Conversation } from './conversations.ts';
import type { Metadata } from './ticket-fields.ts';

/** Whether this integration is the one that an id, a name or a type names. */
export const isNamed = (active: Conversation['activeSwitchboardIntegration'], named: string): boolean =>
  active !== undefined && [active.id, active.name, active.integrationType].includes(named);

/** Names the switchboard integration of the agents, for `passControl`. */
export type AgentIntegration = (call: CallApi) => Promise<Reading<string>>;

/**
 * Its id, which makes a repeated `passControl` change nothing; looked up once in a process. Where the key may not read the
 * switchboard, its type has to do.
 */
export function agentIntegration(configured: string | undefined): AgentIntegration {
  let known = configured;
  return async (call) => {
    if (known !== undefined) return { value: known };
    const read = await readAgentIntegration(call);
    if ('value' in read) {
      known = read.value;
      return { value: read.value ?? agentWorkspace };
    }
    const status = ownRefusal(read.failure);
    return status === 403 || status === 404 ? { value: agentWorkspace } : read;
  };
}

async function readAgentIntegration(call: CallApi): Promise<Reading<string | undefined>> {
  const read = await readIntegrations(call);
  if ('failure' in read) return read;
  return { value: read.value.find(({ integrationType }) => integrationType === agentWorkspace)?.id };
}

type Integrations = z.infer<typeof integrationsAnswer>['switchboardIntegrations'];

/** What is in the first switchboard: an app has one. */
export async function readIntegrations(call: CallApi): Promise<Reading<Integrations>> {
  const read = async <Value>(path: string, schema: z.ZodType<Value>) =>
    readAs<Value>(await call({ method: 'GET', path, route: 'read-switchboard' }), schema);
  const boards = await read('/switchboards', switchboardsAnswer);
  if ('failure' in boards) return boards;
  const [board] = boards.value.switchboards;
  if (board === undefined) return { value: [] };
  const path = `/switchboards/${encodeURIComponent(board.id)}/switchboardIntegrations`;
  const integrations = await read(path, integrationsAnswer);
  return 'failure' in integrations ? integrations : { value: integrations.value.switchboardIntegrations };
}

export function passControl(call: CallApi, conversationId: string, body: PassControlBody) {
  return switchboardAction(call, { conversationId, action: 'passControl', body });
}

export function releaseControl(call: CallApi, conversationId: string, metadata: Metadata) {
  return switchboardAction(call, { conversationId, action: 'releaseControl', body: { metadata } });
}

interface SwitchboardAction {
  readonly conversationId: string;
  readonly action: 'passControl' | 'releaseControl';
  readonly body: PassControlBody | ReleaseControlBody;
}

async function switchboardAction(
  call: CallApi,
  { conversationId, action, body }: SwitchboardAction,
): Promise<Reading<object>> {
  const path = `/conversations/${encodeURIComponent(conversationId)}/${action}`;
  return readAs(
    await call({ method: 'POST', path, route: action, message: conversationId, body }),
    doneAnswer,
  );
}
