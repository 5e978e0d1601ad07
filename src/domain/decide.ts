import type {
  CloseLiveChat,
  Command,
  ConfirmOpened,
  EndHandoff,
  GiveUpOpening,
  RecordAgentChange,
  RecordDelay,
  RecordQueuePosition,
  RecordReached,
  RequestHandoff,
  SayAsAgent,
  SayAsLiveChat,
} from './commands.ts';
import { moveCustomer, sayAsCustomer } from './decide-customer.ts';
import type { HandoffEvent } from './events.ts';
import {
  type HandoffSession,
  isLiveChatOver,
  isOpen,
  isUnreachable,
  liveChatIdOf,
} from './handoff-session.ts';
import { ok, type Result, refuse } from './result.ts';

/**
 * Why a command has no effect and its sender must know. Repeats are not refused: they decide to nothing. `too-early`: the start is
 * not answered yet, and the same command will be taken after that.
 */
export type Refusal = 'already-open' | 'not-open' | 'no-session' | 'too-early';

export type Decision = Result<readonly HandoffEvent[], Refusal>;

const nothing: Decision = ok([]);
const notOpen: Decision = refuse('not-open');
const tooEarly: Decision = refuse('too-early');

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
    case 'move-customer':
      return moveCustomer(command, session, now);
    case 'say-as-agent':
      return sayAsAgent(command, session, now);
    case 'say-as-live-chat':
      return sayAsLiveChat(command, session, now);
    case 'record-agent-joined':
      return recordAgentJoined(command, session, now);
    case 'record-agent-left':
      return recordAgentLeft(command, session, now);
    case 'record-agent-transferred':
      return recordAgentTransferred(command, session, now);
    case 'record-queue-position':
      return recordQueuePosition(command, session, now);
    case 'record-undeliverable':
      if (!isOpen(session)) return nothing;
      return ok([{ type: 'message-undeliverable', to: command.to, cause: command.cause, at: now }]);
    case 'record-delay':
      return recordDelay(command, session, now);
    case 'record-reached':
      return recordReached(command, session, now);
    case 'record-late-arrival':
      return isInChat(session) ? ok([{ type: 'arrived-late', at: now }]) : nothing;
    case 'warn-idle':
      return warnIdle(session, now);
    case 'close-live-chat':
      return closeLiveChat(command, session, now);
    case 'record-live-chat-over':
      if (isOpen(session) || isLiveChatOver(session)) return nothing;
      return ok([{ type: 'live-chat-over', at: now }]);
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
  const opened = { type: 'live-chat-opened', liveChatId, opening, at: now } as const;
  if (session.status !== 'requested' || session.joined === undefined) return ok([opened]);
  return ok([opened, { type: 'agent-joined', ...session.joined, at: now }]);
}

/** Where no turn tells the customer, a farewell does: hence `closing` and not `ended`. */
function giveUpOpening(command: GiveUpOpening, session: HandoffSession, now: number): Decision {
  if (session.status !== 'requested') return nothing;
  if (!command.customerIsTold) return ok([{ type: 'live-chat-closed', reason: 'failed', at: now }]);
  const { why, liveChatMayExist } = command;
  return ok([
    { type: 'handoff-ended', reason: 'unavailable', unavailability: { why, liveChatMayExist }, at: now },
  ]);
}

function sayAsAgent(
  { messageId, text, agentName }: SayAsAgent,
  session: HandoffSession,
  now: number,
): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status === 'requested') return tooEarly;
  return ok([{ type: 'agent-said', messageId, text, ...nameOf(agentName ?? agentIn(session)), at: now }]);
}

/** The words of a bot or a trigger make no agent, and break no silence. */
function sayAsLiveChat({ messageId, text }: SayAsLiveChat, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status === 'requested') return tooEarly;
  return ok([{ type: 'live-chat-said', messageId, text, at: now }]);
}

const nameOf = (agentName: string | undefined) => (agentName === undefined ? {} : { agentName });

/** Who serves the session, as far as that is known; before it has opened, who has joined. */
function agentIn(session: HandoffSession): string | undefined {
  if (session.status === 'requested') return session.joined?.agentName;
  return session.status === 'active' ? session.agentName : undefined;
}

const isServed = (session: HandoffSession): boolean =>
  session.status === 'active' || (session.status === 'requested' && session.joined !== undefined);

function recordAgentJoined({ agentName }: RecordAgentChange, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (isServed(session) && (agentName === undefined || agentIn(session) === agentName)) return nothing;
  return ok([{ type: 'agent-joined', ...nameOf(agentName), at: now }]);
}

function recordAgentLeft({ agentName }: RecordAgentChange, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (!isServed(session)) return nothing;
  return ok([{ type: 'agent-left', ...nameOf(agentName ?? agentIn(session)), at: now }]);
}

/** Before the start is answered the customer knows of no agent, so that the new one is simply the one who joined. */
function recordAgentTransferred(
  { agentName }: RecordAgentChange,
  session: HandoffSession,
  now: number,
): Decision {
  if (!isOpen(session)) return notOpen;
  if (isServed(session) && agentName !== undefined && agentIn(session) === agentName) return nothing;
  const type = session.status === 'requested' ? 'agent-joined' : 'agent-transferred';
  return ok([{ type, ...nameOf(agentName), at: now }]);
}

function recordQueuePosition(command: RecordQueuePosition, session: HandoffSession, now: number): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status === 'requested') return tooEarly;
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

function recordDelay({ to }: RecordDelay, session: HandoffSession, now: number): Decision {
  if (!isInChat(session) || isUnreachable(session, to)) return nothing;
  return ok([{ type: 'delivery-delayed', to, at: now }]);
}

function recordReached({ to }: RecordReached, session: HandoffSession, now: number): Decision {
  if (!isUnreachable(session, to)) return nothing;
  return ok([{ type: 'delivery-resumed', to, at: now }]);
}

function warnIdle(session: HandoffSession, now: number): Decision {
  if (!isOpen(session) || session.idleWarnedAt !== undefined) return nothing;
  return ok([{ type: 'idle-warned', at: now }]);
}

function closeLiveChat(
  { reason, lastMessage, liveChat }: CloseLiveChat,
  session: HandoffSession,
  now: number,
): Decision {
  if (!isOpen(session)) return notOpen;
  if (session.status === 'requested' && liveChat === 'over') return tooEarly;
  const message = lastMessage !== undefined && { text: lastMessage, ...nameOf(agentIn(session)) };
  return ok([
    {
      type: 'live-chat-closed',
      reason,
      ...(liveChat && { liveChat }),
      ...(message && { message }),
      at: now,
    },
  ]);
}

/** The live chat of a closing session is over and knows why: ending it once more only takes back the farewell. */
function endHandoff({ by }: EndHandoff, session: HandoffSession, now: number): Decision {
  if (session.status === 'ended') return nothing;
  const reason = session.status === 'closing' ? session.reason : by;
  return ok([{ type: 'handoff-ended', reason, at: now }]);
}
