import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Exchange } from '../../faults/exchange.ts';
import type { Payload } from '../callbacks/agent-action.ts';
import type { ChatRecord } from '../chats/chat-record.ts';
import { choicesIn, type SalesforceChoices } from './choices.ts';
import { STREAM } from './wire.ts';

/** Entries of conversations, as the stream and the list have them, and where they are kept. */

const participant = z.object({ appType: z.string(), subject: z.string(), role: z.string() });
type Participant = Readonly<z.infer<typeof participant>>;

export interface Entry {
  readonly identifier: string;
  readonly entryType: string;
  /** The text of a JSON object. */
  readonly entryPayload: string;
  readonly senderDisplayName: string;
  readonly sender: Participant;
  readonly transcriptedTimestamp: number;
  readonly clientTimestamp: number;
  readonly clientDuration: number;
}

export interface Kept {
  /** As the stream names it. */
  readonly event: string;
  readonly entry: Entry;
  /** It never comes on a stream. */
  readonly isLost: boolean;
  /** The list has it: words, participants, results of routing and states of the session. */
  readonly isListed: boolean;
  /** The other side has said that it has it. */
  readonly isDelivered?: boolean;
  /** The other side had left before it could have it. */
  readonly isUnread?: boolean;
}

/** They were put there by us alone. */
const isKept = (told: unknown): told is readonly Kept[] => Array.isArray(told);

export function keptOf({ details = {} }: ChatRecord): readonly Kept[] {
  const { told } = details;
  return isKept(told) ? told : [];
}

export const withKept = (chat: ChatRecord, told: readonly Kept[]): ChatRecord => ({
  ...chat,
  details: { ...chat.details, told },
});

/** An entry without its time. */
export type Unplaced = Pick<Entry, 'entryType' | 'senderDisplayName' | 'sender'> & {
  readonly event: string;
  readonly payload: object;
  readonly identifier?: string;
};

/** Which of their events the list of entries has. */
const listed: ReadonlySet<string> = new Set([
  'Message',
  'ParticipantChanged',
  'RoutingResult',
  'SessionStatusChanged',
]);

/** An entry as it is kept now, later than all before it. */
export function placed(chat: ChatRecord, unplaced: Unplaced, { loses }: SalesforceChoices): Kept {
  const { event, payload, identifier = randomUUID(), ...its } = unplaced;
  const before = keptOf(chat).at(-1)?.entry.transcriptedTimestamp ?? 0;
  const at = Math.max(Date.now(), before + 1);
  const entryPayload = JSON.stringify({ entryType: its.entryType, id: identifier, ...payload });
  const times = { transcriptedTimestamp: at, clientTimestamp: at, clientDuration: 0 };
  return {
    event,
    entry: { identifier, entryPayload, ...its, ...times },
    isLost: loses,
    isListed: listed.has(its.entryType),
  };
}

const unplacedIn = z.object({
  entries: z.array(
    z.object({
      event: z.string(),
      entryType: z.string(),
      senderDisplayName: z.string(),
      sender: participant,
      payload: z.record(z.string(), z.unknown()),
      identifier: z.string().exactOptional(),
    }),
  ),
  choices: z.record(z.string(), z.unknown()),
});

export const keep = (chat: ChatRecord, payload: Payload): ChatRecord => {
  const { entries, choices } = unplacedIn.parse(payload);
  return entries.reduce(
    (found, each) => withKept(found, [...keptOf(found), placed(found, each, choicesIn(choices))]),
    chat,
  );
};

/** The frame's data. */
export const framed = (chatId: string, { entry: conversationEntry }: Kept): string =>
  JSON.stringify({
    channelPlatformKey: CHANNEL,
    channelType: 'embedded_messaging',
    channelAddressIdentifier: CHANNEL,
    conversationId: chatId,
    conversationEntry,
  });

export const CHANNEL = '5c1b6d1e-8f0e-4e57-9b7f-3f1e2b1f7a10';

/** What is not the end user's own, as if each had been posted; an agent's words are taken when they are kept. */
export const exchanges = (chat: ChatRecord): readonly Exchange[] =>
  keptOf(chat).flatMap((told, number): readonly Exchange[] => {
    if (told.entry.sender.role === 'EndUser') return [];
    const at = told.entry.transcriptedTimestamp;
    const answered = told.isUnread ? undefined : { status: 202, body: '', at };
    return [
      {
        number,
        method: 'SSE',
        path: STREAM,
        body: framed(chat.id, told),
        fault: { kind: 'none' },
        at,
        endedAt: at,
        peer: answered,
        status: answered?.status,
      },
    ];
  });
