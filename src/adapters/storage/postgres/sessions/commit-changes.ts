import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Lease } from '../../../../application/ports/outbox.ts';
import type { Change, CommitOutcome } from '../../../../application/ports/session-store.ts';
import { leasableLanes } from '../../record/leasable-lanes.ts';
import { directionSchema } from '../../record/message-schema.ts';
import { inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask } from '../connection/store-context.ts';
import { BrokenConnection } from '../connection/store-error.ts';
import type { TakingInDoubt } from '../outbox/in-doubt-leases.ts';
import type { Leasing } from '../outbox/lease-lanes.ts';
import { settlementValues } from '../outbox/settlement-values.ts';
import { columnOf } from '../schema/column-text.ts';
import { commitChange } from './commit-change.ts';
import { sessionValues } from './session-values.ts';

const together: Statement = {
  name: 'commit-changes',
  text: 'select number, lent, is_empty from handoff.commit_and_lend($1, $2, $3, $4, $5)',
};

/** With a direction: this lane of a change is lent. Without: the change is committed, and perhaps its settlement emptied a lane. */
const committedRow = z.object({ number: z.int(), lent: directionSchema.nullable(), is_empty: z.boolean() });

/**
 * Commits changes, those of many sessions in one statement, and each of them entirely or not at all. One that remembers
 * its request is committed once more when the connection breaks under it: a repeat of it is known, and whoever sent the
 * request need not repeat it.
 */
export function commitChanges(
  asking: Asking,
  { release, inDoubt }: Leasing,
): (change: Change) => Promise<CommitOutcome> {
  const alone = ({ change }: Wanting) => commitChange(asking, change);
  const inBatch = inBatches<Wanting, CommitOutcome>({
    keyOf: ({ change }) => change.session.id,
    together: (all) => commitTogether(asking, all, inDoubt),
    alone,
  });
  const commit = (wanting: Wanting) =>
    wanting.change.deadLetterLanes.length > 0 ? alone(wanting) : inBatch(wanting);

  async function commitAgain({ change, leases }: Wanting): Promise<CommitOutcome> {
    const again = await commit(withLeases(change));
    if (!isRepeatOf(change, again)) return again;
    // Nobody here knows of what the first one was lent, and only now is it certain that it is over.
    await Promise.all(leases.map(release));
    return { outcome: 'committed' };
  }

  return async (change) => {
    const { session, settled, inbound } = change;
    if (settled && settled.lease.lane.sessionId !== session.id) {
      throw new Error('a commit settles messages of its own session alone');
    }
    const wanting = withLeases(change);
    return commit(wanting).catch((error: unknown) => {
      if (error instanceof BrokenConnection && inbound && !settled) return commitAgain(wanting);
      throw error;
    });
  };
}

const isRepeatOf = ({ session, inbound }: Change, outcome: CommitOutcome): boolean =>
  outcome.outcome === 'repeated' && outcome.sessionId === session.id && outcome.answer === inbound?.answer;

/** A change, and the lanes that it wants to have. */
interface Wanting {
  readonly change: Change;
  readonly leases: readonly Lease[];
}

const withLeases = (change: Change): Wanting => ({
  change,
  leases: leasableLanes(change).map((lease) => ({ ...lease, token: randomUUID() })),
});

async function commitTogether(
  asking: Asking,
  all: readonly Wanting[],
  inDoubt: TakingInDoubt,
): Promise<readonly (CommitOutcome | undefined)[]> {
  const leases = all.flatMap((wanting) => wanting.leases);
  const values = [
    asking.replica,
    listOf(all.map(({ change }, number) => changeJson(asking, change, number))),
    listOf(all.flatMap(messagesJson)),
    listOf(all.flatMap(({ change }, number) => settledJson(asking, change, number))),
    listOf(all.flatMap((wanting, number) => wanting.leases.map((lease) => laneJson(wanting, lease, number)))),
  ];
  const rows = await inDoubt(leases, () => ask(asking, together, values));
  const answers = Map.groupBy(
    rows.map((row) => committedRow.parse(row)),
    ({ number }) => number,
  );
  return all.map((wanting, number) => outcomeOf(wanting, answers.get(number)));
}

function outcomeOf(
  { leases }: Wanting,
  answers: readonly z.infer<typeof committedRow>[] | undefined,
): CommitOutcome | undefined {
  if (answers === undefined) return undefined;
  const leased = leases.filter(({ lane }) => answers.some((answer) => answer.lent === lane.direction));
  const isReleased = answers.some(({ is_empty }) => is_empty);
  return {
    outcome: 'committed',
    ...(leased.length > 0 && { leased }),
    ...(isReleased && { released: true }),
  };
}

function changeJson({ clock, states }: Asking, change: Change, number: number): string {
  const { session, expectedVersion, inbound } = change;
  const id = columnOf(session.id);
  const { state, ...columns } = sessionValues(session, states.write(id, session));
  const fields = {
    number,
    id,
    ...columns,
    expected: expectedVersion,
    inbound: inbound ? columnOf(inbound.id) : null,
    answer: inbound?.answer ?? null,
    at: clock.now(),
  };
  return withJson(fields, 'state', state);
}

const messagesJson = ({ change: { messages }, leases }: Wanting, number: number): readonly string[] =>
  messages.map(({ id, sessionId, direction, content, acceptedAt }) => {
    const { kind } = content;
    const place = { number, id: columnOf(id), session_id: columnOf(sessionId), direction };
    const begins = leases.some(({ messages }) => messages[0]?.id === id);
    return withJson({ ...place, kind, accepted_at: acceptedAt, begins }, 'content', JSON.stringify(content));
  });

const laneJson = ({ change }: Wanting, { lane, token }: Lease, number: number): string =>
  JSON.stringify({
    number,
    session_id: columnOf(lane.sessionId),
    direction: lane.direction,
    token,
    lasts: change.leaseForMs,
  });

function settledJson({ clock }: Asking, { settled }: Change, number: number): readonly string[] {
  if (settled === undefined) return [];
  const { lease, id, settlement } = settled;
  const { sessionId, direction } = lease.lane;
  const place = { number, session_id: columnOf(sessionId), direction, token: lease.token };
  return [JSON.stringify({ ...place, message: columnOf(id), ...settlementValues(settlement, clock.now()) })];
}

/** An object as JSON, with one more member that is JSON already. */
const withJson = (fields: object, name: string, json: string): string =>
  `${JSON.stringify(fields).slice(0, -1)},"${name}":${json}}`;

const listOf = (values: readonly string[]): string | null =>
  values.length === 0 ? null : `[${values.join(',')}]`;
