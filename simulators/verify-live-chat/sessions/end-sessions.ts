import type { Contract } from '../contracts/contract.ts';
import { isAnswered } from '../http/exchange.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import type { OpenSessions } from './open-sessions.ts';
import { bridgeHeaders } from './spelling.ts';

/** Ends what this run has left open, one after the other; resolves with how many would not end. */
export async function endSessions(
  contract: Contract,
  api: VendorApi,
  sessions: OpenSessions,
): Promise<number> {
  const { startPath, endPath } = contract;
  // As the bridge does: only the answer to a start names the session that has to be ended.
  for (const { headers, body } of sessions.unanswered()) {
    if (api.isSilent()) break;
    await api.send({ path: startPath, headers: bridgeHeaders(headers['idempotency-key']), body });
  }
  const left = sessions.left();
  let failures = 0;
  for (const [place, sessionId] of left.entries()) {
    const { body, key } = contract.endRequest(sessionId);
    const headers = bridgeHeaders(key);
    const { answer } = await api.send({ path: endPath, headers, body: JSON.stringify(body) });
    const isOver = isAnswered(answer) && (answer.status < 300 || [404, 410].includes(answer.status));
    if (!isOver) failures += 1;
    // One that does not answer would keep the command for as long as there are sessions.
    if (api.isSilent()) return failures + left.length - place - 1;
  }
  return failures;
}
