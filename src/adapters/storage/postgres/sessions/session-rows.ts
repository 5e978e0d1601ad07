import { z } from 'zod';
import type { StoredSession } from '../../../../application/ports/session-store.ts';
import type { SessionStateCache } from './session-state-cache.ts';

const sessionRow = z.object({
  id: z.string(),
  state: z.string(),
  version: z.int(),
  to_live_chat: z.int(),
  to_customer: z.int(),
  live_chat_bytes: z.number(),
  customer_bytes: z.number(),
});

/** What {@link sessionOfRow} needs, from `handoff.sessions s` and {@link pendingOfSession}. */
export const sessionColumns = 's.id, s.state, s.version, w.*';

/** What waits in the session `s`: how many messages, and how many bytes. Contents are not read to be weighed. */
export const pendingOfSession = `cross join lateral (
    select count(*) filter (where m.direction = 'to-live-chat')::integer as to_live_chat,
      count(*) filter (where m.direction = 'to-customer')::integer as to_customer,
      coalesce(sum(octet_length(m.content)) filter (where m.direction = 'to-live-chat'), 0)::float8 as live_chat_bytes,
      coalesce(sum(octet_length(m.content)) filter (where m.direction = 'to-customer'), 0)::float8 as customer_bytes
    from handoff.messages m where m.session_id = s.id and m.died_at is null
  ) w`;

export function sessionOfRow(row: unknown, states: SessionStateCache): StoredSession {
  const { id, state, version, ...lanes } = sessionRow.parse(row);
  const pending = { 'to-live-chat': lanes.to_live_chat, 'to-customer': lanes.to_customer };
  const pendingBytes = { 'to-live-chat': lanes.live_chat_bytes, 'to-customer': lanes.customer_bytes };
  return { session: states.read(id, state), version, pending, pendingBytes };
}
