import type { SessionId } from '../domain/ids.ts';
import { maxAnswerAgeMs } from './delivery/staleness.ts';
import type { DrivenPorts } from './driven-ports.ts';
import { pause } from './ports/clock.ts';

const pauseMs = 25;

/**
 * Resolves when no send to the customer of a session that has ended can begin any more, whichever process makes it: when
 * every attempt that had begun is settled, or after the time for which an answer of the store allows to send. What is then
 * still on its way was on its way before.
 */
export async function untilAttemptsSettled(
  { outbox, clock }: Pick<DrivenPorts, 'outbox' | 'clock'>,
  sessionId: SessionId,
): Promise<void> {
  const lane = { sessionId, direction: 'to-customer' } as const;
  // Counted in pauses and not by the clock, which may be set while this waits.
  for (let waited = 0; waited < maxAnswerAgeMs && (await outbox.isUnderWay(lane)); waited += pauseMs) {
    await pause(clock, pauseMs);
  }
}
