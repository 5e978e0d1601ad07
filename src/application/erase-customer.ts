import type { ChangeSession } from './change-session.ts';
import type { EraseCustomer } from './ports/inbound.ts';
import type { Log } from './ports/log.ts';
import type { Retention } from './ports/retention.ts';
import type { SessionStore } from './ports/session-store.ts';

interface Ports {
  readonly change: ChangeSession;
  readonly store: SessionStore;
  readonly retention: Retention;
  readonly log: Log;
}

export function eraseCustomer({ change, store, retention, log }: Ports): EraseCustomer {
  return async (customerId) => {
    const sessions = (await retention.ofCustomer(customerId)).map(({ session }) => session);
    const open = sessions.filter(({ status }) => status !== 'ended');
    for (const { id } of open) {
      await change({ find: () => store.ofId(id), command: { type: 'end-handoff', by: 'copilot' } });
    }
    let erased = 0;
    for (const { id } of sessions) {
      if ((await retention.eraseTextsOf(id)) === 'erased') erased++;
    }
    await retention.purge();
    log.info({ ended: open.length, erased }, 'customer-erased');
    return { ended: open.length, erased };
  };
}
