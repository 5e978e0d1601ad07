import type {
  CloseLiveChat,
  Command,
  ConfirmOpened,
  EndHandoff,
  GiveUpOpening,
  RecordAgentJoined,
  RecordAgentTransferred,
  RecordQueuePosition,
  RequestHandoff,
  SayAsAgent,
  SayAsCustomer,
} from './commands.ts';
import type { HandoffEvent } from './events.ts';
import { type HandoffSession, isOpen, isUnreachable, liveChatIdOf } from './handoff-session.ts';
import { ok, type Result, refuse } from './result.ts';

/** Why a command has no effect and its sender must know. Repeats are not refused: they decide to nothing. */
export type Refusal = 'already-open' | 'not-open' | 'no-session';

export type Decision = Result<readonly HandoffEvent[], Refusal>;

const nothing: Decision = ok([]);
const notOpen: Decision = refuse('not-open');

/**
 * What a command does to a session: pure, the only place where the lifecycle's rules stand.
 * `session` is absent when there is none yet; `now` is in milliseconds since 1970.
 */
export function decide(command: Command, session: HandoffSession | undefined, now: number): Decision {
  if (command.type === 'request-handoff') return requestHandoff(command, session, now);
  if (session === undefined) return refuse('no-session');
  switch (command.type) {
    case 'repeat-request':
      return isOpen(session) ? nothing : notOpen;
    case 'confirm-opened':
      return confirmOpened(command, session, now);
    case 'give-up-opening':
      return giveUpOpening(command, session, now);
    case 'say-as-customer':
      return sayAsCustomer(command, session, now);
    case 'say-as-agent':
      return sayAsAgent(command, session, now);
    case 'record-agent-joined':
      return recordAgentJoined(command, session, now);
    case 'record-agent-left':
      if (!isOpen(session)) return notOpen;
      if (session.status !== 'active') return nothing;
      return ok([{ type: 'agent-left', agentName: command.agentName, at: now }]);
    case 'record-agent-transferred':
      return recordAgentTransferred(command, session, now);
    case 'record-queue-position':
      return recordQueuePosition(command, session, now);
    case 'record-undeliverable':
      if (!isOpen(session)) return nothing;
      return ok([{ type: 'message-undeliverable', to: command.to, cause: command.cause, at: now }]);
    case 'record-delay':
      if (!isInChat(session) || isUnreachable(session, command.to)) return nothing;
      return ok([{ type: 'delivery-delayed', to: command.to, at: now }]);
    case 'record-reached':
      if (!isOpen(session) || !isUnreachable(session, command.to)) return nothing;
      return ok([{ type: 'delivery-resumed', to: command.to, at: now }]);
    case 'record-late-arrival':
      return isInChat(session) ? ok([{ type: 'arrived-late', at: now }]) : nothing;
    case 'warn-idle':
      if (!isOpen(session) || session.idleWarnedAt !== undefined) return nothing;
      return ok([{ type: 'idle-warned', at: now }]);
    case 'close-live-chat':
      return closeLiveChat(command, session, now);
    case 'end-handoff':
      return endHandoff(command, session, now);
    case 'finish-closing':
      if (session.status !== 'closing') return nothing;
      return ok([{ type: 'handoff-ended', reason: session.reason, at: now }]);
  }
}

const isInChat = ({ status }: HandoffSession): boolean => status === 'queued' || status === 'active';

function requestHandoff(command: RequestHandoff, session: HandoffSession | undefined, now: number): Decision {
  if (session !== undefined && session.status !== 'ended') return refuse('already-open');
  const { type: _, ...request } = command;
  return ok([{ type: 'handoff-requested', ...request, at: now }]);
}

/** An ended session learns the id too: its live chat has to be ended, and late callbacks must be recognised. */
function confirmOpened(
  { liveChatId, opening }: ConfirmOpened,
  session: HandoffSession,
  now: number,
): Decision {
  if (liveChatIdOf(session) !== undefined) return nothing;
  return ok([{ type: 'live-chat-opened', liveChatId, opening, at: now }]);
}

/** A customer whom nobody will tell in a turn is told by a farewell, hence `closing` and not `ended`. */
function giveUpOpening(command: GiveUpOpening, session: HandoffSession, now: number): Decision {
  if (session.status !== 'requested') return nothing;
  if (!command.customerIsTold) return ok([{ type: 'live-chat-closed', reason: 'failed', at: now }]);
  const { why, liveChatMayExist } = command;
  return ok([
    { type: 'handoff-ended', reason: 'unavailable', unavailability: { why, liveChatMayExist }, at: now },
  ]);
}

/** The copilot sends the problem along with messages; the agent is to see it once. What was typed is always passed on. */
function sayAsCustomer(command: SayAsCustomer, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  const { messageId, bystander, text, heading, enclosed, problem } = command;
  // Where another person is says nothing of where the customer is.
  const customerAddress = bystander === undefined ? command.customerAddress : undefined;
  const isNewProblem = problem !== undefined && problem !== session.problem;
  const saysNothing = text === '' && heading === undefined && enclosed === undefined;
  if (saysNothing && !isNewProblem) return nothing;
  return ok([
    {
      type: 'customer-said',
      messageId,
      text,
      ...(bystander !== undefined && { bystander }),
      ...(heading !== undefined && { heading }),
      ...(enclosed !== undefined && { enclosed }),
      ...(isNewProblem && { problem }),
      ...(customerAddress !== undefined &&
        customerAddress !== session.customerAddress && { customerAddress }),
      at: now,
    },
  ]);
}

function sayAsAgent(
  { messageId, text, agentName }: SayAsAgent,
  session: HandoffSession,
  now: number,
): Decision {
  if (!isOpen(session)) return notOpen;
  return ok([{ type: 'agent-said', messageId, text, agentName, at: now }]);
}

function recordAgentJoined({ agentName }: RecordAgentJoined, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status === 'requested') return nothing;
  if (session.status === 'active' && session.agentName === agentName) return nothing;
  return ok([{ type: 'agent-joined', agentName, at: now }]);
}

function recordAgentTransferred(
  command: RecordAgentTransferred,
  session: HandoffSession,
  now: number,
): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status === 'requested') return nothing;
  if (session.status === 'active' && session.agentName === command.agentName) return nothing;
  return ok([{ type: 'agent-transferred', agentName: command.agentName, at: now }]);
}

function recordQueuePosition(command: RecordQueuePosition, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status !== 'queued') return nothing;
  if (session.queuePosition === command.position) return ok([{ type: 'queue-confirmed', at: now }]);
  const { position, estimatedWaitSeconds } = command;
  return ok([
    {
      type: 'queue-moved',
      position,
      ...(estimatedWaitSeconds !== undefined && { estimatedWaitSeconds }),
      at: now,
    },
  ]);
}

function closeLiveChat(
  { reason, lastMessage, isUnreachable: unreachable }: CloseLiveChat,
  session: HandoffSession,
  now: number,
): Decision {
  if (!isOpen(session)) return notOpen;
  if (lastMessage === undefined) {
    return ok([
      { type: 'live-chat-closed', reason, ...(unreachable && { isUnreachable: unreachable }), at: now },
    ]);
  }
  const agentName = session.status === 'active' ? session.agentName : undefined;
  const message = { text: lastMessage, ...(agentName !== undefined && { agentName }) };
  return ok([{ type: 'live-chat-closed', reason, message, at: now }]);
}

/** The live chat of a closing session is over and knows why: ending it once more only takes back the farewell. */
function endHandoff({ by }: EndHandoff, session: HandoffSession, now: number): Decision {
  if (session.status === 'ended') return nothing;
  const reason = session.status === 'closing' ? session.reason : by;
  return ok([{ type: 'handoff-ended', reason, at: now }]);
}
