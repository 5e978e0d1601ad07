import type { ChangeSession } from './changes/change-session.ts';
import type { Clock } from './ports/clock.ts';
import type { EraseCustomer } from './ports/inbound.ts';
import type { Log } from './ports/log.ts';
import type { Outbox } from './ports/outbox.ts';
import type { Retention } from './ports/retention.ts';
import type { SessionStore } from './ports/session-store.ts';
import { untilAttemptsSettled } from './until-attempts-settled.ts';

interface Ports {
  readonly change: ChangeSession;
  readonly store: SessionStore;
  readonly retention: Retention;
  readonly outbox: Pick<Outbox, 'isUnderWay'>;
  readonly clock: Clock;
  readonly log: Log;
}

export function eraseCustomer(ports: Ports): EraseCustomer {
  const { change, store, retention, log } = ports;
  return async (customerId) => {
    const sessions = (await retention.ofCustomer(customerId)).map(({ session }) => session);
    const open = sessions.filter(({ status }) => status !== 'ended');
    for (const { id } of open) {
      await change({ find: () => store.ofId(id), command: { type: 'end-handoff', by: 'copilot' } });
    }
    await Promise.all(open.map(({ id }) => untilAttemptsSettled(ports, id)));
    let erased = 0;
    for (const { id } of sessions) {
      if ((await retention.redactTextsOf(id)) === 'erased') erased++;
    }
    await retention.purge();
    log.info({ ended: open.length, erased }, 'customer-erased');
    return { ended: open.length, erased };
  };
}
