import { type EndReason, isClosingReason } from '../domain/handoff-session.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type {
  CustomerMessageAnswer,
  CustomerTurn,
  RelayCustomerMessage,
  RequestHandoff,
  TakeCustomerTurn,
} from './ports/inbound.ts';
import { requestKey } from './request-handoff.ts';

interface Ports extends Pick<DrivenPorts, 'store' | 'clock'> {
  readonly requestHandoff: RequestHandoff;
  readonly relayCustomerMessage: RelayCustomerMessage;
}

export function takeCustomerTurn(ports: Ports): TakeCustomerTurn {
  const { requestHandoff, relayCustomerMessage, store } = ports;
  return async (turn) => {
    const { request } = turn;
    const isKnown = await store.replyTo(request.conversationId, requestKey(request.requestId));
    if (!isKnown) {
      const relayed = await relayCustomerMessage(turn.message);
      if (relayed.outcome !== 'none') return relayed;
      if (await isAfterEnd(ports, turn, relayed)) return { outcome: 'just-ended' };
    }
    const answer = await requestHandoff(request);
    if (answer.status !== 'already-open') return { outcome: 'asked', answer };
    // Another turn has asked first, and these words are for its agent.
    const relayed = await relayCustomerMessage(turn.message);
    return relayed.outcome === 'none' ? { outcome: 'asked', answer } : relayed;
  };
}

/** Words that follow a chat belong to it, and so do those that meet its farewell on the way. */
async function isAfterEnd(
  { store, clock }: Ports,
  { request, afterEndMs }: CustomerTurn,
  { lastEnd }: Extract<CustomerMessageAnswer, { readonly outcome: 'none' }>,
): Promise<boolean> {
  if (lastEnd !== undefined) return true;
  const last = await store.lastEndOf(request.conversationId);
  if (last === undefined || !invitesFarewells(last.reason)) return false;
  const passed = clock.now() - last.endedAt;
  return passed >= 0 && passed < afterEndMs;
}

/** Where the chat failed, ran out of time or never began, words ask for an agent again. */
const invitesFarewells = (reason: EndReason): boolean =>
  isClosingReason(reason) ? reason === 'agent' : reason !== 'unavailable';
