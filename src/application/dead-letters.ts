import type { CommitNotifier } from './delivery/dispatcher/commit-notifier.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { DeadLetters } from './ports/inbound.ts';

interface Ports extends Pick<DrivenPorts, 'outbox' | 'log'> {
  readonly notifier: CommitNotifier;
}

export function deadLetters({ outbox, notifier, log }: Ports): DeadLetters {
  return {
    list: (limit) => outbox.deadLetters(limit),
    show: (id) => outbox.deadLetter(id),
    async replay(id) {
      const replayed = await outbox.replay(id);
      const { outcome } = replayed;
      log.info({ message: id, outcome }, 'dead-letter-replay');
      if (outcome === 'replayed') notifier.notifyFilled(replayed.lane);
      return outcome;
    },
    async drop(id) {
      const outcome = await outbox.drop(id);
      log.info({ message: id, outcome }, 'dead-letter-drop');
      return outcome;
    },
  };
}
