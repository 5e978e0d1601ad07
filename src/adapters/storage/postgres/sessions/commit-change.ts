import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Change, CommitOutcome } from '../../../../application/ports/session-store.ts';
import { sessionId } from '../../../../domain/ids.ts';
import type { Statement } from '../connection/database.ts';
import type { Asking } from '../connection/store-context.ts';
import { brokenConstraint, isCollision, storeError } from '../connection/store-error.ts';
import { settlementValues } from '../outbox/settlement-values.ts';
import { columnOf, idIn } from '../schema/column-text.ts';
import { sessionValues } from './session-values.ts';

const parameters = Array.from({ length: 29 }, (_, index) => `$${index + 1}`).join(', ');
const commitStatement: Statement = {
  name: 'commit-change',
  text: `select * from handoff.commit_change(${parameters})`,
};

const answer = z.object({
  outcome: z.enum(['committed', 'stale', 'conversation-taken', 'live-chat-taken', 'repeated', 'lease-lost']),
  before_session: z.string().nullable(),
  before_answer: z.string().nullable(),
});

/** A copy of the same request can win between our look and our insert; the next look sees it. */
const inboundKey = 'inbound_pkey';
const liveChatIndex = 'sessions_one_per_live_chat';

/** One statement, and so one transaction and one round trip. Knows every outcome. */
export async function commitChange(asking: Asking, change: Change): Promise<CommitOutcome> {
  const values = valuesOf(asking, change);
  try {
    return outcomeOf(await tryTwice(asking, values));
  } catch (error) {
    if (brokenConstraint(error) === liveChatIndex) return { outcome: 'live-chat-taken' };
    throw storeError(error);
  }
}

async function tryTwice({ database }: Asking, values: readonly unknown[]): Promise<unknown> {
  const commit = async (): Promise<QueryResultRow | undefined> =>
    (await database.query(commitStatement, values))[0];
  return commit().catch((error: unknown) => {
    if (isCollision(error) || brokenConstraint(error) === inboundKey) return commit();
    throw error;
  });
}

function outcomeOf(row: unknown): CommitOutcome {
  const { outcome, before_session, before_answer } = answer.parse(row);
  if (outcome !== 'repeated') return { outcome };
  return { outcome, sessionId: sessionId(idIn(before_session ?? '')), answer: before_answer ?? '' };
}

function valuesOf({ clock, replica, states }: Asking, change: Change): readonly unknown[] {
  const { session, expectedVersion, inbound, messages, deadLetterLanes, settled } = change;
  const id = columnOf(session.id);
  const values = sessionValues(session, states.write(id, session));
  const { settled_as, cause, delay } = settled
    ? settlementValues(settled.settlement, clock.now())
    : unsettled;
  return [
    id,
    values.conversation_id,
    values.live_chat_id,
    values.customer_id,
    values.status,
    values.reason,
    expectedVersion,
    values.state,
    values.requested_at,
    values.last_activity_at,
    values.idle_warned_at,
    values.closed_at,
    values.ended_at,
    clock.now(),
    inbound ? columnOf(inbound.id) : null,
    inbound?.answer ?? null,
    deadLetterLanes,
    messages.map((message) => columnOf(message.id)),
    messages.map(({ direction }) => direction),
    messages.map(({ content }) => content.kind),
    messages.map(({ content }) => JSON.stringify(content)),
    messages.map(({ acceptedAt }) => acceptedAt),
    settled?.lease.lane.direction ?? null,
    replica,
    settled?.lease.token ?? null,
    settled ? columnOf(settled.id) : null,
    settled_as,
    cause,
    delay,
  ];
}

const unsettled = { settled_as: null, cause: null, delay: null };
