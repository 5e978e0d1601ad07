import type { Figures, StoreCondition } from '../../application/ports/figures.ts';
import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { SessionTable } from './session-table.ts';

/** The condition of the same tables as the sessions; `isWritable` is what the keeper of them knows. */
export function tableCondition(
  table: SessionTable,
  isWritable: StoreCondition['isWritable'],
): StoreCondition {
  return { isWritable, figures: async () => figuresOf(table) };
}

function figuresOf(table: SessionTable): Figures {
  const sessions = new Map<string, Figures['sessions'][number]>();
  const waiting = { 'to-live-chat': 0, 'to-customer': 0 };
  const deadLetters = { 'to-live-chat': 0, 'to-customer': 0 };
  for (const { session, lanes, dead } of table.all()) {
    const kind = kindOf(session);
    const key = JSON.stringify(kind);
    sessions.set(key, { ...kind, count: (sessions.get(key)?.count ?? 0) + 1 });
    waiting['to-live-chat'] += lanes['to-live-chat'].length;
    waiting['to-customer'] += lanes['to-customer'].length;
    for (const { direction } of dead) deadLetters[direction]++;
  }
  return { sessions: [...sessions.values()], waiting, deadLetters };
}

function kindOf(session: HandoffSession): Omit<Figures['sessions'][number], 'count'> {
  const { status } = session;
  return 'reason' in session ? { status, reason: session.reason } : { status };
}
