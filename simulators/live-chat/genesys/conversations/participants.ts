import { z } from 'zod';
import type { ChatRecord } from '../../chats/chat-record.ts';
import { idOf, QUEUE_ID } from '../ids.ts';

/** Who takes part in a conversation. They follow from the chat's changes, and are kept with it. */
const participant = z.object({
  id: z.string(),
  purpose: z.enum(['customer', 'acd', 'agent']),
  name: z.string(),
  state: z.enum(['connected', 'disconnected']),
  connectedTime: z.string(),
  endTime: z.string().optional(),
  disconnectType: z.string().optional(),
});
export type Participant = z.infer<typeof participant>;

const kept = z.object({ participants: z.array(participant).default([]) });

export const participantsIn = ({ details }: Pick<ChatRecord, 'details'>): readonly Participant[] =>
  kept.parse(details ?? {}).participants;

const isConnected = ({ state }: Participant): boolean => state === 'connected';

const ended =
  (disconnectType: string, endTime: string) =>
  (each: Participant): Participant =>
    isConnected(each) ? { ...each, state: 'disconnected', endTime, disconnectType } : each;

/** The participants as the chat now has them; what it had before, where nothing has changed. */
export function participantsNow(
  chat: ChatRecord,
  before: readonly Participant[],
  now: string,
): readonly Participant[] {
  const known =
    before.length === 0 ? [joining(chat, before, { purpose: 'customer', at: chat.openedAt })] : before;
  if (chat.status === 'ended') return known.some(isConnected) ? atEnd(chat, known, now) : known;
  const agent = known.find((each) => each.purpose === 'agent' && isConnected(each));
  if (chat.agentName === agent?.name) return agent ? known : inQueue(chat, known, now);
  const left = agent === undefined ? known : known.map(leaving(agent, chat.agentName, now));
  if (chat.agentName === undefined) return inQueue(chat, left, now);
  const served = left.map((each) => (each.purpose === 'acd' ? ended('transfer', now)(each) : each));
  return [...served, joining(chat, served, { purpose: 'agent', name: chat.agentName, at: now })];
}

/** An agent to whom another comes has transferred the conversation. */
const leaving =
  (agent: Participant, next: string | undefined, now: string) =>
  (each: Participant): Participant =>
    each.id === agent.id ? ended(next === undefined ? 'client' : 'transfer', now)(each) : each;

function inQueue(chat: ChatRecord, known: readonly Participant[], now: string): readonly Participant[] {
  if (known.some((each) => each.purpose === 'acd' && isConnected(each))) return known;
  return [...known, joining(chat, known, { purpose: 'acd', name: 'Handoffs', at: now })];
}

interface Joining {
  readonly purpose: Participant['purpose'];
  readonly name?: string;
  readonly at: string;
}

const joining = (
  chat: ChatRecord,
  before: readonly Participant[],
  { purpose, name = chat.customerName, at }: Joining,
): Participant => ({
  id: idOf(chat.id, purpose, String(before.length)),
  purpose,
  name,
  state: 'connected',
  connectedTime: at,
});

/** Who has ended it shows in who was disconnected how. */
function atEnd(chat: ChatRecord, known: readonly Participant[], now: string): readonly Participant[] {
  const byAgent = chat.endedBy === 'agent';
  const ofCustomer = byAgent ? (endTypes.get(chat.endReason ?? '') ?? 'peer') : 'client';
  const ofOthers = byAgent ? 'client' : 'peer';
  const at = chat.endedAt ?? now;
  return known.map((each) => ended(each.purpose === 'customer' ? ofCustomer : ofOthers, at)(each));
}

const endTypes: ReadonlyMap<string, string> = new Map([
  ['idle', 'timeout'],
  ['failed', 'error'],
]);

/** How a participant is named where it is shown. */
export const queueOf = ({ purpose }: Participant) =>
  purpose === 'customer' ? {} : { queue: { id: QUEUE_ID } };
