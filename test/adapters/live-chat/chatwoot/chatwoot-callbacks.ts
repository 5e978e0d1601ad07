import { createHmac } from 'node:crypto';
import { postCallback } from '../../../../simulators/live-chat/callbacks/post-callback.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { type Fields, openSession } from '../callbacks.ts';

export const oldSecret = 'the-secret-before-the-rotation';
/** A bridge whose secret is being replaced. */
export const bridgeOfChatwoot = (): Promise<RunningBridge> =>
  startRunningBridge({
    liveChatKind: 'chatwoot',
    environment: ({ webhookSecret }) => ({
      LIVECHAT_CHATWOOT_WEBHOOK_SECRET: `${oldSecret},${webhookSecret}`,
    }),
  });

export interface Signing {
  readonly secret?: string;
  readonly atMs?: number;
}

/** Posts to a bridge as an inbox does, signed with its secret unless told otherwise. */
export const postTo =
  ({ url, credentials }: RunningBridge) =>
  (payload: unknown, { secret = credentials.webhookSecret, atMs = Date.now() }: Signing = {}) => {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const timestamp = String(Math.floor(atMs / 1000));
    const hex = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    const headers = { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': `sha256=${hex}` };
    return postCallback(`${url}/api/livechat/chatwoot`, body, { headers });
  };

let made = 0;
export const conversationOf = (source_id: string, fields: Fields = {}): Fields => ({
  id: 1,
  status: 'open',
  contact_inbox: { source_id },
  ...fields,
});

/** A message as the webhook has it, with fields that no reader needs, and null where Chatwoot has nothing. */
export function message(sessionId: string, fields: Fields = {}): Fields {
  made += 1;
  return {
    event: 'message_created',
    id: 1000 + made,
    content: `Hello ${made}`,
    content_type: 'text',
    content_attributes: {},
    message_type: 'outgoing',
    private: false,
    created_at: '2026-11-30T14:00:00.000Z',
    source_id: null,
    additional_attributes: null,
    sender: { id: 3, name: 'Dana', email: 'd@contoso.example', type: 'user' },
    conversation: conversationOf(sessionId),
    inbox: { id: 7 },
    account: { id: 1 },
    ...fields,
  };
}

export function conversation(sessionId: string, event: string, fields: Fields = {}): Fields {
  made += 1;
  const meta = { assignee: null, team: null };
  return { ...conversationOf(sessionId), event, updated_at: 1_796_048_000.25 + made, meta, ...fields };
}

export const assigned = (sessionId: string, [from, to]: readonly (number | null)[], name?: string) =>
  conversation(sessionId, 'conversation_updated', {
    meta: { assignee: name === undefined ? null : { id: to, name } },
    changed_attributes: [
      { updated_at: { previous_value: 'a', current_value: 'b' } },
      { assignee_id: { previous_value: from, current_value: to } },
    ],
  });

/** A customer whose session is open, by our own id of it, and what the customer sees. */
export async function sessionIn(world: RunningBridge) {
  const opened = await openSession(world);
  const id = opened.chat.handoffSessionId ?? '?';
  const seen = () => opened.customer.messages.map(({ text }) => text);
  return { ...opened, id, seen };
}
