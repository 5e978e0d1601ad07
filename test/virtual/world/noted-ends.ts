import type { Event } from '../../../simulators/history/event.ts';
import { liveChatIdOf } from '../../../src/domain/handoff-session.ts';
import type { Platform } from '../../../src/wiring/parts/platform.ts';

/** The store, which tells of each end once its commit has been answered: from then on nothing may go out. */
export function notedEnds(
  store: Platform['store'],
  note: (ended: Omit<Extract<Event, { type: 'session-ended' }>, 'at'>) => void,
): Platform['store'] {
  return {
    ...store,
    async commit(change) {
      const committed = await store.commit(change);
      const { session } = change;
      const liveChatId = session.status === 'ended' ? liveChatIdOf(session) : undefined;
      if (committed.outcome === 'committed' && liveChatId !== undefined) {
        // Ids of conversations begin with their channel.
        const conversationId = session.conversationId.replace(/^msteams\|/, '');
        note({ type: 'session-ended', party: 'copilot', conversationId, liveChatId });
      }
      return committed;
    },
  };
}
