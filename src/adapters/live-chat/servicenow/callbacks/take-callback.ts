import type { Clock } from '../../../../application/ports/clock.ts';
import type {
  AgentStatus,
  LiveChatAnswer,
  RecordAgentStatus,
  RelayAgentMessage,
} from '../../../../application/ports/inbound.ts';
import { messageId, type SessionId } from '../../../../domain/ids.ts';
import { personName } from '../../../../domain/plain-text.ts';
import type { Callback } from '../wire.ts';
import type { AnswerDialogue } from './second-ask.ts';
import { readCallback, type Told } from './told.ts';

/** An authenticated callback. */
export interface TakenCallback {
  readonly sessionId: SessionId;
  readonly callback: Callback;
  readonly rawBody: string;
}

/**
 * Takes what a callback tells, item by item, up to the first one that cannot be taken now: its answer is that of the callback. What
 * comes after the session's end is told all the same, since an end behind it says that nothing more is read in this chat.
 */
export type TakeCallback = (taken: TakenCallback) => Promise<LiveChatAnswer>;

interface Ports {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly answerDialogue: AnswerDialogue;
  /** Hears of words that the customer will never see, by ServiceNow's id of the message. */
  readonly onLostWords: (sessionId: SessionId, messageId: string) => void;
  /** For a start that is not answered yet, in milliseconds. */
  readonly patienceMs: number;
  readonly clock: Clock;
}

const pauseMs = 100;

export function takeCallback(ports: Ports): TakeCallback {
  const { relayAgentMessage, recordAgentStatus, answerDialogue, onLostWords, patienceMs, clock } = ports;

  function tell(sessionId: SessionId, told: Told): Promise<LiveChatAnswer> {
    const base = { of: { sessionId }, messageId: messageId(told.id) };
    switch (told.type) {
      case 'words': {
        const agentName = personName(told.agentName, '');
        return relayAgentMessage({ ...base, text: told.text, ...(agentName !== '' && { agentName }) });
      }
      case 'automatic':
        return relayAgentMessage({ ...base, text: told.text, isAutomatic: true });
      case 'status':
        return recordAgentStatus({ ...base, status: cleaned(told.status) });
    }
  }

  /** ServiceNow does not repeat a callback, so one that came before the answer to the start waits for it here. */
  async function tellInTime(sessionId: SessionId, told: Told, deadline: number): Promise<LiveChatAnswer> {
    for (;;) {
      const answer = await tell(sessionId, told);
      if (answer !== 'opening' || clock.now() >= deadline) return answer;
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
  }

  async function tellAll(sessionId: SessionId, all: readonly Told[]): Promise<LiveChatAnswer> {
    const deadline = clock.now() + patienceMs;
    let isNew = all.length === 0;
    let isLate = false;
    for (const told of all) {
      const answer = await tellInTime(sessionId, told, deadline);
      if (answer === 'ended' && told.type === 'words' && told.theirId !== undefined)
        onLostWords(sessionId, told.theirId);
      if (answer !== 'accepted' && answer !== 'duplicate' && answer !== 'ended') return answer;
      isNew ||= answer === 'accepted';
      isLate ||= answer === 'ended';
    }
    if (isLate) return 'ended';
    return isNew ? 'accepted' : 'duplicate';
  }

  return async ({ sessionId, callback, rawBody }) => {
    const { told, isDialogue } = readCallback(callback, rawBody);
    const answer = await tellAll(sessionId, told);
    if (isDialogue && answer === 'accepted' && !told.some(isEnd))
      await answerDialogue({ sessionId, callback });
    return answer;
  };
}

const isEnd = (told: Told): boolean => told.type === 'status' && told.status.type === 'ended';

/** Names as the customer sees them; one of which nothing is left is absent. */
function cleaned(status: AgentStatus): AgentStatus {
  if (!('agentName' in status)) return status;
  const agentName = personName(status.agentName, '');
  return agentName === '' ? { type: status.type } : { type: status.type, agentName };
}
