import type { OfType } from '../event.ts';
import { chatsNamed, straysAmong } from './chats-named.ts';
import { conversationsOfChats } from './customers-chats.ts';
import { openingsTold } from './read-copilot-studio.ts';
import { seenAtLiveChat } from './seen.ts';
import type { Sources } from './sources.ts';

/** What agents read of customers' words. Transcripts and notices do not count. */
export function shownOnDesk(sources: Pick<Sources, 'liveChat'>): readonly OfType<'shown'>[] {
  const notices = noticesSent(sources);
  return sources.liveChat.chats.flatMap(({ id, messages }) =>
    messages
      .filter(({ from, earlier }) => from === 'customer' && earlier !== true)
      .filter(({ text }) => !notices.has(`${id} ${text}`))
      .map((message) => ({
        type: 'shown',
        party: 'live-chat',
        direction: 'to-live-chat',
        at: Date.parse(message.at),
        liveChatId: id,
        messageId: message.id,
        text: message.text,
      })),
  );
}

/** The notices of the bridge, each with its chat: a live chat may know no other kind of message than a customer's. */
function noticesSent({ liveChat }: Pick<Sources, 'liveChat'>): ReadonlySet<string> {
  const chatOf = chatsNamed({ liveChat });
  return new Set(
    liveChat.requests.flatMap((request) => {
      const told = liveChat.reads.request(seenAtLiveChat(request));
      return told?.step === 'say' && told.kind === 'notice' ? [`${chatOf(told)} ${told.text}`] : [];
    }),
  );
}

/**
 * Which conversation a chat is for shows in the customer that its start named, or in a customer's name that no other has; else in
 * what the copilot was told, which may be of a later chat that was given the same id.
 */
export function chatsOpened(sources: Sources): readonly OfType<'chat-opened'>[] {
  const known = conversationsOfChats(sources);
  const told = new Map(openingsTold(sources).map((opening) => [opening.liveChatId, opening.conversationId]));
  const strays = straysAmong(sources.liveChat.chats);
  return sources.liveChat.chats.flatMap((chat): readonly OfType<'chat-opened'>[] => {
    const { id, idAgain, openedAt } = chat;
    const conversationId = known.get(id) ?? (idAgain === undefined ? told.get(id) : undefined);
    if (conversationId === undefined) return [];
    const strayOf = strays.get(id);
    const opened = {
      liveChatId: id,
      ...(idAgain !== undefined && { idAgain }),
      ...(strayOf !== undefined && { strayOf }),
    };
    return [{ type: 'chat-opened', party: 'live-chat', at: Date.parse(openedAt), conversationId, ...opened }];
  });
}

/** At the bridge's request, or by the agent. */
export function chatsEnded({ liveChat }: Sources): readonly OfType<'chat-ended'>[] {
  return liveChat.chats
    .filter(({ status }) => status === 'ended')
    .map(({ id, endedAt }) => ({
      type: 'chat-ended',
      party: 'live-chat',
      at: endedAt === undefined ? Date.now() : Date.parse(endedAt),
      liveChatId: id,
    }));
}
