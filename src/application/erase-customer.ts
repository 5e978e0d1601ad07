import type { ChangeSession } from './changes/change-session.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { EraseCustomer } from './ports/inbound.ts';
import { untilAttemptsSettled } from './until-attempts-settled.ts';

interface Ports extends Pick<DrivenPorts, 'store' | 'retention' | 'outbox' | 'clock' | 'log'> {
  readonly change: ChangeSession;
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
