import { createHash } from 'node:crypto';
import type { AgentStatus, RecordAgentStatus } from '../../../../application/ports/inbound.ts';
import { messageId, sessionId } from '../../../../domain/ids.ts';
import { personName } from '../../../../domain/plain-text.ts';
import type { Refusal } from '../../../http/limits/refusals.ts';
import type { Throttles } from '../../../http/limits/throttles.ts';
import { fieldOf } from '../../../http/requests/field-of.ts';
import { Problem } from '../../../http/requests/problem.ts';
import { parseJsonObject, readBody } from '../../../http/requests/read-json.ts';
import { withoutBlanks } from '../../../http/requests/without-nulls.ts';
import { type ApiRoutes, serve } from '../../../http/server/api-routes.ts';
import { soleValue } from '../../../http/server/times-sent.ts';
import { answered } from './callback-answer.ts';
import { supportRoute } from './openapi.ts';
import type { SupportSigned } from './signature.ts';
import {
  assignmentChanged,
  type NativeEvent,
  nativeEvent,
  statusChanged,
  type TriggerBody,
  triggerBody,
} from './support-wire.ts';

export interface SupportWebhookDependencies {
  readonly recordAgentStatus: RecordAgentStatus;
  readonly throttles: Throttles;
  readonly refusalOf: (sent: SupportSigned, nowMs: number) => Refusal | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** `POST /api/livechat/zendesk/support`: what a Support webhook tells of agents and ends, which Sunshine Conversations does not. */
export function supportWebhook(routes: ApiRoutes, dependencies: SupportWebhookDependencies): void {
  const { recordAgentStatus, throttles, refusalOf, nowMs } = dependencies;
  serve(routes, supportRoute, async (c) => {
    const body = await readBody(c);
    const header = (name: string) => soleValue(c.env.incoming, name);
    const signature = header('x-zendesk-webhook-signature');
    const timestamp = header('x-zendesk-webhook-signature-timestamp');
    const refusal = refusalOf({ signature, timestamp, body }, nowMs());
    if (refusal !== undefined) {
      throttles.unauthenticated(c);
      throw new Problem(401, 'The callback is not signed as agreed.', { refusal });
    }
    const told = toldBy(withoutBlanks(parseJsonObject(body)));
    if ('field' in told)
      throw new Problem(400, `The callback is not valid: ${told.field}.`, { field: told.field });
    // A ticket that no session of the bridge has.
    if (told.session === undefined || told.status === undefined) return answered(c, []);
    throttles.session(c, { of: told.session, body });
    const answer = await recordAgentStatus({
      of: { sessionId: sessionId(told.session) },
      messageId: messageId(`support:${told.id ?? digest(body)}`),
      status: told.status,
    });
    return answered(c, [answer]);
  });
}

type Told =
  | { readonly session?: string; readonly id?: string; readonly status?: AgentStatus }
  | { readonly field: string };

function toldBy(body: unknown): Told {
  const native = nativeEvent.safeParse(body);
  if (native.success && native.data.type.startsWith('zen:event-type:')) return ofNative(native.data);
  const trigger = triggerBody.safeParse(body);
  if (!trigger.success) return { field: fieldOf(trigger.error) };
  const { session, id } = trigger.data;
  return { session, ...(id !== undefined && { id }), status: statusOf(trigger.data) };
}

function statusOf({ event, agent, cause }: TriggerBody): AgentStatus {
  if (event === 'ended') return { type: 'ended', cause: cause ?? 'agent' };
  const agentName = personName(agent, '');
  return { type: event, ...(agentName !== '' && { agentName }) };
}

function ofNative({ id, type, detail, event }: NativeEvent): Told {
  const session = detail?.tags?.find((tag) => /^hs_[\w-]+$/i.test(tag));
  const status = nativeStatus(type, event);
  return { id, ...(session !== undefined && { session }), ...(status !== undefined && { status }) };
}

/** Zendesk writes a status in capitals here, and agents by their ids alone. */
function nativeStatus(type: string, event: NativeEvent['event']): AgentStatus | undefined {
  const current = String(event?.current ?? '');
  if (type === statusChanged)
    return /^(solved|closed)$/i.test(current) ? { type: 'ended', cause: 'agent' } : undefined;
  if (type !== assignmentChanged) return undefined;
  if (current === '') return { type: 'left' };
  return { type: String(event?.previous ?? '') === '' ? 'joined' : 'transferred' };
}

/** The same for a repeat that says the same. */
const digest = (body: string): string => createHash('sha256').update(body).digest('base64url');
