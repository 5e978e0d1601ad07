import { START, startBody } from '../contracts/reference/requests.ts';
import { isAnswered } from '../http/exchange.ts';
import { adviceForStatus } from '../run/advice.ts';
import { Broken } from '../run/attempt.ts';
import { answeredWith, sent } from '../sessions/session.ts';
import { bridgeConversation, uuidConversation } from '../sessions/spelling.ts';
import type { PromiseContext } from './promise.ts';

export const SPELLING = 'ids and keys are taken as the bridge spells them';

/**
 * Comes first: a live chat that takes them for UUIDs refuses all that the bridge sends. Where that is so, the run goes on
 * with UUIDs, so that the rest is judged by itself.
 */
export async function takesBridgesSpelling({ api, spelling }: PromiseContext): Promise<void> {
  const [own, other] = [bridgeConversation(), uuidConversation()];
  const [id, key] = [own.conversationId, own.newKey()];
  const exchange = await started(id, key);
  if (isTaken(exchange)) return;
  if (!isTaken(await started(other.conversationId, other.newKey()))) {
    answeredWith(exchange, 201);
    return;
  }
  spelling.useUuids();
  const field = isTaken(await started(bridgeConversation().conversationId, other.newKey()))
    ? 'Idempotency-Key'
    : 'conversationId';
  const received = isAnswered(exchange.answer) ? String(exchange.answer.status) : exchange.answer.failure;
  const value = field === 'conversationId' ? id : key;
  throw new Broken({
    cause: `a start with the ${field} ${value} was answered ${received}, one with a UUID was taken`,
    advice: `Take the ${field} as text of up to ${field === 'conversationId' ? 256 : 255} characters, and not as a UUID: you would refuse every handoff. ${adviceForStatus({ expected: 201, received: 201 })}`,
    differences: [{ where: field, expected: `${value} is taken`, received }],
  });

  function started(conversationId: string, newKey: string) {
    return sent(api, { path: START, body: startBody({ conversationId }), key: newKey });
  }
}

const isTaken = ({ answer }: Awaited<ReturnType<typeof sent>>): boolean =>
  isAnswered(answer) && answer.status < 300;
