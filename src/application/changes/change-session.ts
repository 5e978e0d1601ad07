import type { Command } from '../../domain/commands.ts';
import { decide, type Refusal } from '../../domain/decide.ts';
import type { HandoffEvent } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { type HandoffSession, liveChatIdOf } from '../../domain/handoff-session.ts';
import type { ChannelId, SessionId } from '../../domain/ids.ts';
import { refuse } from '../../domain/result.ts';
import type { CommitNotifier } from '../delivery/dispatcher/commit-notifier.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import { type Awaitable, andThen } from '../ports/awaitable.ts';
import type { CustomerChannel } from '../ports/customer-channel.ts';
import type { LiveChat } from '../ports/live-chat.ts';
import type { LogFields } from '../ports/log.ts';
import { type Direction, eachDirection, type Settled } from '../ports/outbox.ts';
import type { Change, Inbound, SessionStore, StoredSession } from '../ports/session-store.ts';
import { idleWarningLeadMs } from '../settings.ts';
import { type Changed, commitChange, type Lost } from './commit-change.ts';
import { effectsOf, numbered } from './effects.ts';
import { isFull, isTooHeavy } from './lane-room.ts';
import { splitOnce, splitOncePerChannel } from './split-once.ts';
import { turns } from './turns.ts';

export interface SessionChange {
  /** Reads the session anew for each try; absent when there is none. */
  readonly find: () => Awaitable<StoredSession | undefined>;
  readonly command: Command | CommandInSession;
  /** The request to remember with the change; a function where it depends on the session that was found. */
  readonly inbound?: Inbound | ((session: HandoffSession) => Inbound);
  readonly settled?: Settled;
  /** Where the live chat's feed goes on after this change. */
  readonly bookmark?: string;
  /** Refuses the change when this lane holds as many messages, or bytes, as the settings allow. */
  readonly needsRoomIn?: Direction;
}

/** A command that depends on the session that was found. */
export interface CommandInSession {
  readonly type: Command['type'];
  readonly inSession: (session: HandoffSession) => Command;
}

export type SessionChanged =
  | Changed
  | { readonly outcome: 'repeated'; readonly sessionId: SessionId; readonly answer: string }
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly session?: HandoffSession }
  | { readonly outcome: 'full' }
  /** Another open session has the live chat that this one was to get. */
  | { readonly outcome: 'live-chat-taken' }
  | { readonly outcome: 'lease-lost' };

/** Finds, decides, commits: state, messages and the remembered request together, in one commit. */
export type ChangeSession = (change: SessionChange) => Promise<SessionChanged>;

export interface ChangeSessionPorts
  extends Pick<DrivenPorts, 'store' | 'clock' | 'liveChat' | 'channels' | 'settings' | 'log'> {
  readonly notifier: CommitNotifier;
}

/** Losers of a race take turns, so that this many lost ones mean a broken store and not many racers. */
const maxTries = 100;

export function changeSession(ports: ChangeSessionPorts): ChangeSession {
  const inTurn = turns();
  return async (request) => {
    // However often it is tried, a text is split once.
    const trying = {
      ...ports,
      splitFor: splitOncePerChannel(ports.channels),
      splitForLiveChat: splitOnce(ports.liveChat.split),
    };
    let lost = await tryOnce(trying, request);
    for (let tries = 1; isLost(lost) && tries < maxTries; tries++) {
      lost = await inTurn(lost.session, async () => tryOnce(trying, request));
    }
    if (isLost(lost)) throw new Error(`gave up after ${maxTries} tries to change a session`);
    ports.log.info(fieldsOf(request, lost), 'change');
    return lost;
  };
}

const isLost = (tried: SessionChanged | Lost): tried is Lost => tried.outcome === 'lost';

interface Ports extends ChangeSessionPorts {
  readonly splitFor: (channel: ChannelId) => CustomerChannel['split'];
  readonly splitForLiveChat: LiveChat['split'];
}

const tryOnce = (ports: Ports, request: SessionChange): Awaitable<SessionChanged | Lost> =>
  andThen(request.find(), (found) => decideAndCommit(ports, request, found));

function decideAndCommit(
  ports: Ports,
  request: SessionChange,
  found: StoredSession | undefined,
): Awaitable<SessionChanged | Lost> {
  const { store, clock, settings } = ports;
  const inbound = inboundOf(request, found);
  const command = commandIn(request, found);
  const decision = command ? decide(command, found?.session, clock.now()) : refuse('no-session' as const);
  if (!decision.ok) {
    const session = found && { session: found.session };
    return unlessRepeated(
      store,
      { inbound, found },
      { outcome: 'refused', refusal: decision.refusal, ...session },
    );
  }
  if (isFull(request.needsRoomIn, found, settings)) {
    return unlessRepeated(store, { inbound, found }, { outcome: 'full' });
  }
  const events = [...decision.value, ...feedRead(request, clock.now())];
  const change = changeOf(ports, request, { inbound, found, events });
  if (change === undefined) return unchanged(found);
  if (isTooHeavy(request.needsRoomIn, { found, change }, settings)) {
    return unlessRepeated(store, { inbound, found }, { outcome: 'full' });
  }
  return commitChange(ports, change);
}

/** Kept with what it stands for, so that a feed never goes on behind something that was not stored. */
const feedRead = ({ bookmark }: SessionChange, at: number): readonly HandoffEvent[] =>
  bookmark === undefined ? [] : [{ type: 'feed-read', bookmark, at }];

/** Absent when it depends on a session, and there is none. */
function commandIn({ command }: SessionChange, found: StoredSession | undefined): Command | undefined {
  if (!('inSession' in command)) return command;
  return found && command.inSession(found.session);
}

function fieldsOf({ command }: SessionChange, changed: SessionChanged): LogFields {
  const session = 'session' in changed ? changed.session : undefined;
  return {
    session: changed.outcome === 'repeated' ? changed.sessionId : session?.id,
    liveChat: session && liveChatIdOf(session),
    conversation: session?.conversationId,
    customer: session?.customer.id,
    messages: (changed.outcome === 'changed' && changed.messages?.join(' ')) || undefined,
    command: command.type,
    outcome: changed.outcome,
    status: session?.status,
    reason: session && 'reason' in session ? session.reason : undefined,
    refusal: changed.outcome === 'refused' ? changed.refusal : undefined,
  };
}

function inboundOf({ inbound }: SessionChange, found: StoredSession | undefined) {
  return typeof inbound === 'function' ? found && inbound(found.session) : inbound;
}

interface Asked {
  readonly inbound: Inbound | undefined;
  readonly found: StoredSession | undefined;
}

/** A repeat of what was committed before is answered as it was then, whatever it would be answered now. */
function unlessRepeated(
  store: SessionStore,
  { inbound, found }: Asked,
  otherwise: SessionChanged,
): Awaitable<SessionChanged> {
  if (!inbound || !found) return otherwise;
  return andThen(store.replyTo(found.session.conversationId, inbound.id), (before) =>
    before ? { outcome: 'repeated', ...before } : otherwise,
  );
}

function unchanged(found: StoredSession | undefined): SessionChanged {
  if (found) return { outcome: 'changed', session: found.session };
  return { outcome: 'refused', refusal: 'no-session' };
}

/** Absent when there is nothing to store: no event, nothing to remember and nothing to settle. */
function changeOf(
  { clock, liveChat, channels, splitFor, splitForLiveChat, settings }: Ports,
  { settled, needsRoomIn }: SessionChange,
  { inbound, found, events }: Asked & { readonly events: readonly HandoffEvent[] },
): Change | undefined {
  const isNew = events[0]?.type === 'handoff-requested';
  const before = isNew ? undefined : found?.session;
  const session = events.reduce<HandoffSession | undefined>(evolve, before);
  if (session === undefined || (events.length === 0 && !inbound && !settled)) return undefined;
  const expectedVersion = isNew ? 0 : (found?.version ?? 0);
  const context = {
    capabilities: liveChat.capabilities,
    sentences: settings.sentences,
    idleWarningMinutes: Math.max(1, Math.round(idleWarningLeadMs(settings) / 60_000)),
    split: splitFor(session.channel),
    isReachedInTurns: channels.of(session.channel)?.traits.isReachedInTurns ?? false,
    splitForLiveChat,
    pending: found?.pending ?? eachDirection(() => 0),
  };
  const effects = events.map((event) => effectsOf(event, session, context));
  return {
    session,
    expectedVersion,
    events,
    messages: numbered(effects, session, { version: expectedVersion + 1, at: clock.now() }),
    deadLetterLanes: effects.flatMap(({ deadLetterLanes }) => deadLetterLanes),
    ...(inbound && { inbound: { id: inbound.id, answer: inbound.answer } }),
    ...(settled && { settled }),
    ...(needsRoomIn && { refusable: true }),
  };
}
