import { z } from 'zod';
import type { ChatRecord, MessageEntry } from '../chats/chat-record.ts';
import { markdownOf } from './activities.ts';
import type { DynamicsChoices } from './choices.ts';
import { agentId } from './ids.ts';

/** What was sent to us of a message, by the id of its line on the desk. */
const sentOf = z.object({
  sent: z
    .record(
      z.string(),
      z.object({
        id: z.string().exactOptional(),
        from: z.record(z.string(), z.unknown()).exactOptional(),
        channelData: z.record(z.string(), z.unknown()).exactOptional(),
      }),
    )
    .default({}),
});
export type Sent = z.infer<typeof sentOf>['sent'];

export const sentIn = ({ details }: ChatRecord): Sent => sentOf.parse(details ?? {}).sent;

interface Numbered {
  readonly entry: MessageEntry;
  /** Thirteen digits: when it was said, in milliseconds since 1970; no two have the same one. */
  readonly messageId: number;
}

export function numbered({ entries }: ChatRecord): readonly Numbered[] {
  let last = 0;
  return entries.flatMap((entry) => {
    if (entry.kind !== 'message') return [];
    last = Math.max(last + 1, Date.parse(entry.at));
    return [{ entry, messageId: last }];
  });
}

export interface Page {
  readonly since: number;
  readonly size: number;
}

/** A page of the messages of a chat, as the list has them. */
export function listed(chat: ChatRecord, { since, size }: Page, choices: DynamicsChoices): object {
  const { listLagsMs, isOdd } = choices;
  const until = Date.now() - listLagsMs;
  const sent = sentIn(chat);
  const found = numbered(chat).filter(({ messageId: at }) => at > since && (at <= until || listLagsMs === 0));
  const page = found.slice(0, size);
  const messages = page.map(({ entry, messageId }) => ({
    type: 'message',
    attachments: [],
    text: entry.from === 'agent' ? markdownOf(entry.text) : entry.text,
    [isOdd ? 'messageid' : 'messageId']: String(messageId),
    timestamp: new Date(messageId).toISOString(),
    ...(entry.from === 'agent' ? ofAgent(entry, choices) : ofCustomer(sent[entry.id] ?? {}, choices)),
  }));
  const last = page.at(-1)?.messageId;
  const token =
    last === undefined ? {} : { [isOdd ? 'continuationtoken' : 'continuationToken']: String(last) };
  return { messages, ...token };
}

const ofAgent = ({ sender }: MessageEntry, { echoes }: DynamicsChoices) => ({
  from: echoes === 'nothing' ? {} : { id: agentId(sender), name: sender },
  channelData: {},
});

function ofCustomer({ id, from = {}, channelData = {} }: Sent[string], { echoes }: DynamicsChoices) {
  switch (echoes) {
    case 'channelData':
      return { from, channelData };
    case 'id':
      return { id, from, channelData: {} };
    case 'nothing':
      return { from: {}, channelData: {} };
  }
}
