import type { ChangeSession } from './changes/change-session.ts';
import type { CommitNotifier } from './delivery/dispatcher/commit-notifier.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { RenewAddress } from './ports/inbound.ts';

interface Ports extends Pick<DrivenPorts, 'store' | 'outbox'> {
  readonly change: ChangeSession;
  readonly notifier: CommitNotifier;
}

export function renewAddress({ change, store, outbox, notifier }: Ports): RenewAddress {
  return async (conversationId, newAddress) => {
    const find = () => store.ofConversation(conversationId);
    const found = await find();
    if (!found) return;
    const { id: sessionId, customerAddress } = found.session;
    if (newAddress(customerAddress) !== customerAddress) {
      const inSession = (session: { readonly customerAddress: string }) => ({
        type: 'move-customer' as const,
        customerAddress: newAddress(session.customerAddress),
      });
      await change({ find, command: { type: 'move-customer', inSession } });
    }
    if (found.pending['to-customer'] === 0) return;
    const lane = { sessionId, direction: 'to-customer' } as const;
    if ((await outbox.makeDue(lane, 'awaits-turn')) === 'due') notifier.notifyFilled(lane);
  };
}
