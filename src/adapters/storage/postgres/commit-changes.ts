import { z } from 'zod';
import type { Change, CommitOutcome } from '../../../application/ports/session-store.ts';
import { type Asking, ask } from './asking.ts';
import { inBatches } from './batches.ts';
import { columnOf } from './column-text.ts';
import { commitChange } from './commit-change.ts';
import type { Statement } from './database.ts';
import { sessionValues } from './session-values.ts';
import { settlementValues } from './settlement-values.ts';

const together: Statement = {
  name: 'commit-changes',
  text: 'select number from handoff.commit_changes($1, $2, $3, $4) as number',
};

const committedRow = z.object({ number: z.int() });
const committed = { outcome: 'committed' } as const;

/** Commits changes, those of many sessions in one statement, and each of them entirely or not at all. */
export function commitChanges(asking: Asking): (change: Change) => Promise<CommitOutcome> {
  const alone = (change: Change) => commitChange(asking, change);
  const commit = inBatches<Change, CommitOutcome>({
    keyOf: ({ session }) => session.id,
    together: (changes) => commitTogether(asking, changes),
    alone,
  });
  return async (change) => {
    const { session, settled, abandon } = change;
    if (settled && settled.lease.lane.sessionId !== session.id) {
      throw new Error('a commit settles messages of its own session alone');
    }
    return abandon.length > 0 ? alone(change) : commit(change);
  };
}

async function commitTogether(
  asking: Asking,
  changes: readonly Change[],
): Promise<readonly (CommitOutcome | undefined)[]> {
  const rows = await ask(asking, together, [
    asking.replica,
    listOf(changes.map((change, number) => changeJson(asking, change, number))),
    listOf(changes.flatMap(messagesJson)),
    listOf(changes.flatMap((change, number) => settledJson(asking, change, number))),
  ]);
  const done = new Set(rows.map((row) => committedRow.parse(row).number));
  return changes.map((_, number) => (done.has(number) ? committed : undefined));
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

const messagesJson = ({ outgoing }: Change, number: number): readonly string[] =>
  outgoing.map(({ id, sessionId, direction, content, acceptedAt }) => {
    const { kind } = content;
    const place = { number, id: columnOf(id), session_id: columnOf(sessionId), direction };
    return withJson({ ...place, kind, accepted_at: acceptedAt }, 'content', JSON.stringify(content));
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
