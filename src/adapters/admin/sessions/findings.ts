import { z } from 'zod';
import { type Direction, directions } from '../../../application/ports/outbox.ts';
import type { PeerState } from '../../../application/ports/peer.ts';
import type { SessionTimeline, TimelineMessage } from '../../../application/ports/session-timelines.ts';

export const findingSchema = z.object({
  type: z.enum([
    'dead-letters',
    'peer-away',
    'peer-refuses',
    'paced',
    'under-way',
    'not-tried-yet',
    'all-delivered',
    'over',
  ]),
  text: z.string().describe('What is the case, in a sentence or two.'),
  advice: z.string().describe('What an operator can do.'),
  messageIds: z.array(z.string()),
});

export type Finding = z.infer<typeof findingSchema>;

/** Why messages of a session have not arrived, as far as its timeline and the state of its peers tell. The worst comes first. */
export function findingsOf(timeline: SessionTimeline, peers: readonly PeerState[]): readonly Finding[] {
  const { messages } = timeline;
  const kept = directions.flatMap((direction) => [
    ...deadLetters(messages, direction),
    ...waiting(messages, direction, peers),
  ]);
  return [...kept, ...(kept.length === 0 ? [allDelivered(timeline)] : []), ...over(timeline)];
}

const sides = { 'to-live-chat': 'the live chat', 'to-customer': 'the customer' } as const;

function deadLetters(messages: readonly TimelineMessage[], direction: Direction): readonly Finding[] {
  const dead = messages.filter((each) => each.direction === direction && each.state === 'dead-letter');
  if (dead.length === 0) return [];
  const causes = [...new Set(dead.map(({ cause }) => cause ?? 'unknown'))].join(', ');
  return [
    {
      type: 'dead-letters',
      text: `${counted(dead.length)} to ${sides[direction]} ${dead.length === 1 ? 'was' : 'were'} given up: ${causes}.`,
      advice: 'Replay it while the session is open, or remove it. After the end, nothing is sent any more.',
      messageIds: idsOf(dead),
    },
  ];
}

/** The first message of a lane says why; those behind it wait for it. */
function waiting(
  messages: readonly TimelineMessage[],
  direction: Direction,
  peers: readonly PeerState[],
): readonly Finding[] {
  const inLane = messages.filter((each) => each.direction === direction && isWaiting(each));
  const [head] = inLane.toSorted((one, other) => (other.attempts > 0 ? 1 : 0) - (one.attempts > 0 ? 1 : 0));
  if (head === undefined) return [];
  const behind = inLane.length > 1 ? ` ${counted(inLane.length - 1)} behind it wait for it.` : '';
  const { type, text, advice } = reasonOf(head, peerOf(head, peers));
  return [{ type, text: `${text}${behind}`, advice, messageIds: idsOf(inLane) }];
}

const isWaiting = ({ state }: TimelineMessage): boolean => state === 'pending' || state === 'attempting';

function peerOf({ direction, kind }: TimelineMessage, peers: readonly PeerState[]): PeerState | undefined {
  const toCustomer = kind === 'return' ? 'caller' : 'channel';
  const role = direction === 'to-live-chat' ? 'live-chat' : toCustomer;
  return peers.find((peer) => peer.role === role);
}

type Reason = Pick<Finding, 'type' | 'text' | 'advice'>;

function reasonOf(head: TimelineMessage, peer: PeerState | undefined): Reason {
  const { attempts, cause = '', dueAt = 0, state, direction } = head;
  const to = `A message to ${sides[direction]}`;
  const name = peer ? `${peer.role} ${peer.id}` : sides[direction];
  const next = `The next attempt comes at ${new Date(dueAt).toISOString()}.`;
  if (cause === 'paced') {
    return {
      type: 'paced',
      text: `${to} waits for the pace that ${name} takes. ${next}`,
      advice: 'Nothing is wrong: it goes out by itself. See "The pace of Teams" in docs/operations.md.',
    };
  }
  if (cause === 'unreachable' || (peer && peer.state !== 'closed')) {
    const before = lastAnswer(head);
    return {
      type: 'peer-away',
      text: `${to} waits, since ${name} fails and is left alone for a while (circuit breaker ${peer?.state ?? 'open'})${before}. ${next}`,
      advice: `Find out what ${name} has. What waits for it goes out by itself when it is back.`,
    };
  }
  if (/^[345]\d\d\b/.test(cause)) {
    return {
      type: 'peer-refuses',
      text: `${to} was answered ${cause} by ${name} in attempt ${attempts}. ${next}`,
      advice: `Look the status up in docs/operations.md, and in the log of ${name}. It is tried again until it expires.`,
    };
  }
  if (cause !== '') {
    return {
      type: 'peer-away',
      text: `${to} could not be brought to ${name} in attempt ${attempts}: ${cause}. ${next}`,
      advice: `See whether ${name} is reached from here: npm run doctor says so.`,
    };
  }
  if (state === 'attempting') {
    return { type: 'under-way', text: `${to} is on its way: attempt ${attempts}.`, advice: 'Wait a moment.' };
  }
  return {
    type: 'not-tried-yet',
    text: `${to} waits for its first attempt.`,
    advice: 'Wait a moment. If it stays so, see "The outbox does not move" in docs/operations.md.',
  };
}

/** What the peer did before it was left alone. */
function lastAnswer({ failures }: TimelineMessage): string {
  const last = failures.findLast(({ cause }) => cause !== 'unreachable' && cause !== 'paced');
  return last ? `; its last answer was ${last.cause}` : '';
}

function allDelivered({ messages }: SessionTimeline): Finding {
  const lastOf = (direction: Direction, from: string) => {
    const last = messages.findLast((each) => each.direction === direction && each.kind === 'say');
    return last === undefined
      ? `No words of ${from} were accepted.`
      : `The last words of ${from} were accepted at ${new Date(last.acceptedAt).toISOString()}.`;
  };
  return {
    type: 'all-delivered',
    text: `Nothing is kept back. ${lastOf('to-live-chat', 'the customer')} ${lastOf('to-customer', 'an agent')}`,
    advice:
      'A message that is not listed was never accepted: it did not reach the bridge, or was refused. See the refused requests, and the log for "refused".',
    messageIds: [],
  };
}

function over({ session }: SessionTimeline): readonly Finding[] {
  if (session.status !== 'ended') return [];
  return [
    {
      type: 'over',
      text: `The session ended at ${new Date(session.endedAt).toISOString()}: ${session.reason}.`,
      advice: 'What the customer wrote later was for the copilot. It is not in this timeline.',
      messageIds: [],
    },
  ];
}

const counted = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

const idsOf = (messages: readonly TimelineMessage[]): string[] => messages.map(({ id }) => id);
