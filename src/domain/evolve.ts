import type {
  AgentChanged,
  AgentSaid,
  CustomerSaid,
  HandoffEvent,
  HandoffRequested,
  LiveChatOpened,
} from './events.ts';
import {
  type Active,
  type Closing,
  type Ended,
  type HandoffSession,
  isLiveChatOver,
  isOpen,
  type OpenSession,
  type Queued,
  type Requested,
  type Side,
} from './handoff-session.ts';

/** The session after an event. Only events that `decide` gave for this very session are meaningful here. */
export function evolve(session: HandoffSession | undefined, event: HandoffEvent): HandoffSession {
  if (event.type === 'handoff-requested') return requested(event);
  if (session === undefined) throw new Error(`${event.type} cannot be the first event of a session`);
  switch (event.type) {
    case 'live-chat-opened':
      return opened(session, event);
    case 'customer-said':
      return whileOpen(session, (open) => spoken(open, event));
    case 'customer-moved':
      return { ...session, customerAddress: event.customerAddress };
    case 'agent-joined':
      if (session.status === 'requested') return { ...awake(session, event.at), joined: nameOf(event) };
      return whileInChat(session, (open) => active(open, event));
    case 'agent-said':
    case 'agent-transferred':
      return whileInChat(session, (open) => active(open, event));
    case 'agent-left':
      if (session.status === 'requested') return withoutJoined(session, event.at);
      return whileInChat(session, (open) => queued(open, event.at));
    case 'live-chat-said':
      return session;
    case 'queue-moved':
      return session.status === 'queued'
        ? { ...awake(session, event.at), queuePosition: event.position }
        : session;
    case 'feed-read':
      return whileInChat(session, (open) => ({ ...open, feedBookmark: event.bookmark }));
    case 'queue-confirmed':
    case 'arrived-late':
    case 'message-undeliverable':
      return whileOpen(session, (open) => awake(open, event.at));
    case 'delivery-delayed':
      return whileOpen(session, (open) => withUnreachable(open, [...(open.unreachable ?? []), event.to]));
    case 'delivery-resumed':
      return whileOpen(session, (open) => reachable(awake(open, event.at), event.to));
    case 'idle-warned':
      return whileOpen(session, (open) => ({ ...open, idleWarnedAt: event.at }));
    case 'live-chat-closed':
      return { ...remains(session), status: 'closing', reason: event.reason, closedAt: event.at };
    case 'live-chat-over':
      return isOpen(session) ? session : { ...session, isLiveChatOver: true };
    case 'handoff-ended':
      return {
        ...remains(session),
        status: 'ended',
        reason: event.reason,
        endedAt: event.at,
        ...(event.unavailability && { unavailability: event.unavailability.why }),
      };
  }
}

function requested(event: HandoffRequested): Requested {
  return {
    status: 'requested',
    id: event.sessionId,
    conversationId: event.conversationId,
    customer: event.customer,
    caller: event.caller,
    channel: event.channel,
    customerAddress: event.customerAddress,
    ...(event.problem !== undefined && { problem: event.problem }),
    hasSpoken: false,
    ...lastWords(event),
    requestedAt: event.at,
    lastActivityAt: event.at,
  };
}

function opened(session: HandoffSession, { liveChatId, opening, at }: LiveChatOpened): HandoffSession {
  switch (session.status) {
    case 'requested': {
      const inChat = { ...withoutJoined(session, at), liveChatId, opening };
      if (opening.as === 'active') return { ...inChat, status: 'active' };
      return { ...inChat, status: 'queued', ...queuePosition(opening.queuePosition) };
    }
    case 'closing':
    case 'ended':
      return { ...session, liveChatId, opening };
    case 'queued':
    case 'active':
      return session;
  }
}

function whileOpen(session: HandoffSession, change: (open: OpenSession) => OpenSession): HandoffSession {
  return isOpen(session) ? change(session) : session;
}

function whileInChat(
  session: HandoffSession,
  change: (open: Queued | Active) => Queued | Active,
): HandoffSession {
  return session.status === 'queued' || session.status === 'active' ? change(session) : session;
}

function spoken(open: OpenSession, event: CustomerSaid): OpenSession {
  return {
    ...awake(open, event.at),
    hasSpoken: true,
    ...lastWords(event),
    ...(event.problem !== undefined && { problem: event.problem }),
    ...(event.customerAddress !== undefined && { customerAddress: event.customerAddress }),
  };
}

/** The words that the next ones may repeat, until the agent answers. */
const lastWords = ({ mark, at }: { readonly mark?: string; readonly at: number }) =>
  mark === undefined ? {} : { lastWords: { mark, at } };

/** The same session, just heard of: silence starts to count anew. */
function awake<Session extends OpenSession>(session: Session, at: number): Session {
  if (session.idleWarnedAt === undefined) return { ...session, lastActivityAt: at };
  const { idleWarnedAt: _, ...rest } = session;
  return { ...rest, lastActivityAt: at } as Session;
}

const reachable = (open: OpenSession, side: Side): OpenSession =>
  withUnreachable(
    open,
    (open.unreachable ?? []).filter((each) => each !== side),
  );

function withUnreachable<Session extends OpenSession>(session: Session, sides: readonly Side[]): Session {
  const { unreachable: _, ...rest } = session;
  return { ...rest, ...(sides.length > 0 && { unreachable: sides }) } as Session;
}

function active(session: Queued | Active, event: AgentSaid | AgentChanged): Active {
  const { lastWords: words, ...chat } = inChat(session, event.at);
  const unanswered = event.type !== 'agent-said' && words ? { lastWords: words } : {};
  return { ...chat, ...unanswered, status: 'active', ...nameOf(event) };
}

const nameOf = ({ agentName }: { readonly agentName?: string }) =>
  agentName === undefined ? {} : { agentName };

function withoutJoined(session: Requested, at: number): Requested {
  const { joined: _, ...rest } = awake(session, at);
  return rest;
}

function queued(session: Queued | Active, at: number): Queued {
  return { ...inChat(session, at), status: 'queued' };
}

function inChat(session: Queued | Active, at: number) {
  const { liveChatId, opening, unreachable, feedBookmark, lastWords } = session;
  const unchanged = {
    liveChatId,
    opening,
    ...(lastWords && { lastWords }),
    ...(unreachable && { unreachable }),
    ...(feedBookmark !== undefined && { feedBookmark }),
  };
  return { ...common(session), lastActivityAt: at, ...unchanged };
}

function queuePosition(position: number | undefined) {
  return position === undefined ? {} : { queuePosition: position };
}

function common(session: HandoffSession) {
  const {
    id,
    conversationId,
    customer,
    caller,
    channel,
    customerAddress,
    problem,
    hasSpoken,
    requestedAt,
    lastActivityAt,
  } = session;
  return {
    id,
    conversationId,
    customer,
    caller,
    channel,
    customerAddress,
    ...(problem !== undefined && { problem }),
    hasSpoken,
    requestedAt,
    lastActivityAt,
  };
}

/** What closing and ended sessions keep of what went before. */
function remains(
  session: HandoffSession,
): Omit<Closing, 'status' | 'reason' | 'closedAt'> & Omit<Ended, 'status' | 'reason' | 'endedAt'> {
  if (session.status === 'requested') return common(session);
  const { liveChatId, opening } = session;
  return {
    ...common(session),
    ...(liveChatId !== undefined && { liveChatId }),
    ...(opening && { opening }),
    ...(isLiveChatOver(session) && { isLiveChatOver: true }),
  };
}
