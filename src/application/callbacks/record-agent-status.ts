import type { Command } from '../../domain/commands.ts';
import { isOpen } from '../../domain/handoff-session.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { ChangeSession } from '../changes/change-session.ts';
import type { CommitNotifier } from '../delivery/dispatcher/commit-notifier.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { IsStillWanted } from '../ports/delivery-attempt.ts';
import type {
  AgentStatus,
  AgentStatusReport,
  CallbackOf,
  LiveChatAnswer,
  RecordAgentStatus,
} from '../ports/inbound.ts';
import { dedupeCache } from './dedupe-cache.ts';
import type { FindLiveChat } from './find-live-chat.ts';
import { callbackKey, inboundKey } from './inbound-key.ts';
import { liveChatAnswer } from './relay-agent-message.ts';

interface Ports extends Pick<DrivenPorts, 'channels' | 'clock'> {
  readonly change: ChangeSession;
  readonly find: FindLiveChat;
  readonly notifier: Pick<CommitNotifier, 'hasEnded'>;
}

/** How many typing signals are remembered: repeats come at once or are worth nothing. */
const typingCacheSize = 10_000;

export function recordAgentStatus(ports: Ports): RecordAgentStatus {
  const isRepeat = dedupeCache(typingCacheSize);
  return (report) => {
    const { status } = report;
    return ports.find.taking({ of: report.of, mayWait: true }, () =>
      status.type === 'typing' ? showTyping(ports, report, isRepeat) : record(ports, report, status),
    );
  };
}

/** Typing is not stored: it is shown at once, unless words that came before it still wait. */
async function showTyping(
  ports: Ports,
  { of, messageId }: AgentStatusReport,
  isRepeat: (id: string) => boolean,
): Promise<LiveChatAnswer> {
  const { find, channels, clock } = ports;
  const askedAt = clock.now();
  const found = await find(of);
  if (!found) return 'unknown';
  if (!isOpen(found.session)) return 'ended';
  if (found.session.status === 'requested') return 'opening';
  if (isRepeat(inboundKey(found.session.id, messageId))) return 'duplicate';
  if (found.pending['to-customer'] === 0) {
    // No caller waits for this send. Typing that is not shown is no loss.
    const isWanted = typingWanted(ports, found.session.id, askedAt);
    const { channel, customerAddress } = found.session;
    channels
      .of(channel)
      ?.typing(customerAddress, isWanted)
      .catch(() => undefined);
  }
  return 'accepted';
}

/** A sign of typing is not recorded, so that no end waits for it: it goes at once or not at all. */
const typingMs = 250;

const typingWanted = ({ clock, notifier }: Ports, id: SessionId, askedAt: number): IsStillWanted =>
  Object.assign(async () => true, {
    whyNot: () => {
      if (notifier.hasEnded(id)) return 'ended' as const;
      const age = clock.now() - askedAt;
      return age >= 0 && age <= typingMs ? undefined : ('late' as const);
    },
  });

type Recorded = Exclude<AgentStatus, { readonly type: 'typing' }>;

async function record(
  { change, find }: Ports,
  report: AgentStatusReport,
  status: Recorded,
): Promise<LiveChatAnswer> {
  const answer = liveChatAnswer(
    await change({
      find: () => find(report.of),
      command: commandOf(status),
      inbound: callbackKey(report.messageId),
      ...(report.bookmark !== undefined && { bookmark: report.bookmark }),
      // An end is taken in any case; everything else can wait until there is room.
      ...(status.type !== 'ended' && { needsRoomIn: 'to-customer' }),
    }),
  );
  if (status.type === 'ended' && answer === 'ended') await giveUpWhatWaits({ change, find }, report.of);
  return answer;
}

/**
 * Words that were accepted before the end may still wait for the live chat. Some live chats take them after their own end, and
 * no agent ever reads them: they become dead letters instead.
 */
async function giveUpWhatWaits(
  { change, find }: Pick<Ports, 'change' | 'find'>,
  of: CallbackOf,
): Promise<void> {
  const late = await find(of);
  if (late === undefined || late.pending['to-live-chat'] === 0) return;
  await change({ find: () => find(of), command: { type: 'record-live-chat-over' } });
}

function commandOf(status: Recorded): Command {
  switch (status.type) {
    case 'joined':
    case 'left':
    case 'transferred':
      return { ...status, type: `record-agent-${status.type}` };
    case 'queue-position':
      return { ...status, type: 'record-queue-position' };
    case 'ended': {
      const { cause: reason = 'agent', lastMessage } = status;
      return { type: 'close-live-chat', reason, liveChat: 'over', ...(lastMessage && { lastMessage }) };
    }
  }
}
