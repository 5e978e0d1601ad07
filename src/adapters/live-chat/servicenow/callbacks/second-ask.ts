import type { Clock } from '../../../../application/ports/clock.ts';
import type { RecordAgentStatus } from '../../../../application/ports/inbound.ts';
import { messageId, type SessionId } from '../../../../domain/ids.ts';
import type { PostToInstance } from '../integration.ts';
import { sayDelivery } from '../outcomes.ts';
import { askedIn, type Requests } from '../requests.ts';
import type { Callback } from '../wire.ts';

interface Ports {
  readonly post: PostToInstance;
  readonly requests: Requests;
  readonly recordAgentStatus: RecordAgentStatus;
  /** Between the two requests for an agent, in milliseconds. */
  readonly pauseMs: number;
  readonly clock: Clock;
}

/** A callback in which the Virtual Agent asks something, in place of an agent. */
interface Dialogue {
  readonly sessionId: SessionId;
  readonly callback: Callback;
}

/** Does what the dialogue calls for. Never rejects but when the store cannot be written. */
export type AnswerDialogue = (dialogue: Dialogue) => Promise<void>;

/** So many sessions are remembered for which an agent was asked for twice. */
const maxRemembered = 10_000;

/**
 * The first request for an agent can be answered by the Virtual Agent's menu: it is made once more, as the callback brings it back,
 * so that any replica can. When the second one is answered so as well, no agent will come, and the session is over.
 */
export function secondAsk({ post, requests, recordAgentStatus, pauseMs, clock }: Ports): AnswerDialogue {
  const asked = new Set<SessionId>();

  /** Typing changes nothing, and its answer says whether the session is open. */
  const isOpen = async (sessionId: SessionId, id: string): Promise<boolean> => {
    const sign = { of: { sessionId }, messageId: messageId(id), status: { type: 'typing' } } as const;
    const answer = await recordAgentStatus(sign);
    return answer !== 'unknown' && answer !== 'ended';
  };

  async function askAgain({ sessionId, callback }: Dialogue, at: number): Promise<void> {
    if (asked.has(sessionId)) return;
    if (asked.size >= maxRemembered) asked.clear();
    asked.add(sessionId);
    const leftMs = Math.min(Math.max(at + pauseMs - clock.now(), 0), pauseMs);
    await new Promise<void>((resolve) => clock.after(leftMs, resolve));
    if (!(await isOpen(sessionId, 'before-second-ask'))) return;
    const { message, clientVariables } = callback;
    const _text = message?.text ?? '';
    const request = requests.agentAgain(sessionId, {
      text: message?.text ?? '',
      contextVariables: clientVariables?.contextVariables,
    });
    const { outcome } = sayDelivery(await post(request, request.requestId));
    if (outcome !== 'delivered') await giveUp(sessionId);
    // An end that was told meanwhile came too early to end this.
    else if (!(await isOpen(sessionId, 'after-second-ask'))) await end(sessionId);
  }

  async function giveUp(sessionId: SessionId): Promise<void> {
    const ended = { of: { sessionId }, messageId: messageId('no-agent'), status: noAgent } as const;
    if ((await recordAgentStatus(ended)) === 'accepted') await end(sessionId);
  }

  async function end(sessionId: SessionId): Promise<void> {
    const request = requests.end(sessionId);
    await post(request, request.requestId);
  }

  return async (dialogue) => {
    const answered = askedIn(dialogue.callback.requestId);
    if (answered?.as === 'first') await askAgain(dialogue, answered.at);
    if (answered?.as === 'again') await giveUp(dialogue.sessionId);
  };
}

const noAgent = { type: 'ended', cause: 'failed' } as const;
