import type { Outbox } from '../../../application/ports/outbox.ts';
import { isOpen } from '../../../domain/handoff-session.ts';
import { deadLetterView } from '../record/views.ts';
import type { Tables } from './table-sessions.ts';

type DeadLetters = Pick<Outbox, 'deadLetters' | 'deadLettersIn' | 'deadLetter' | 'replay' | 'drop'>;

export function tableDeadLetters({ clock, table, durability }: Tables): DeadLetters {
  return {
    deadLetters: async (limit) => table.newestDeadLetters(limit).map(deadLetterView),
    deadLettersIn: async (id) => table.ofId(id)?.dead ?? [],
    async deadLetter(id) {
      const found = table.deadLetter(id);
      return found && deadLetterView(found);
    },
    async replay(id) {
      const deadLetter = table.deadLetter(id);
      if (deadLetter === undefined) return { outcome: 'unknown' };
      const { sessionId, direction } = deadLetter;
      const session = table.ofId(sessionId)?.session;
      if (session === undefined || !isOpen(session)) return { outcome: 'session-ended' };
      await durability.commit(table.apply({ type: 'replay', sessionId, id, at: clock.now() }));
      return { outcome: 'replayed', lane: { sessionId, direction } };
    },
    async drop(id) {
      const deadLetter = table.deadLetter(id);
      if (deadLetter === undefined) return 'unknown';
      await durability.commit(
        table.apply({ type: 'drop', sessionId: deadLetter.sessionId, id, at: clock.now() }),
      );
      return 'dropped';
    },
  };
}
