import type { CommitNotifier } from './delivery/dispatcher/commit-notifier.ts';
import type { DeadLetters } from './ports/inbound.ts';
import type { Log } from './ports/log.ts';
import type { Outbox } from './ports/outbox.ts';

interface Ports {
  readonly outbox: Outbox;
  readonly notifier: CommitNotifier;
  readonly log: Log;
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
