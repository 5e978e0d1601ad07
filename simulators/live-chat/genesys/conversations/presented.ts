import { AUTOMATIC } from '../../chats/chat-handle.ts';
import { type ChatRecord, idOnWire, type MessageEntry } from '../../chats/chat-record.ts';
import type { GenesysChoices } from '../choices.ts';
import { INTEGRATION_ID, INTEGRATION_NAME, idOf } from '../ids.ts';
import { sentIn } from './messages.ts';
import { type Participant, participantsIn, queueOf } from './participants.ts';

/* A conversation and its messages as the platform shows them. */

const isOfCustomer = ({ from }: MessageEntry): boolean => from === 'customer' || from === 'notice';

const said = ({ entries }: ChatRecord): readonly MessageEntry[] =>
  entries.flatMap((entry) => (entry.kind === 'message' && !entry.earlier ? [entry] : []));

/** Under which id a look-up has a message. */
const idInLookUp = ({ id }: MessageEntry, { renamesMessages }: GenesysChoices): string =>
  renamesMessages ? idOf('looked up', id) : id;

/** What an agent says belongs to the last one who came before it, and what the flow says to the queue. */
function messagesOf(chat: ChatRecord, participant: Participant): readonly MessageEntry[] {
  if (participant.purpose === 'customer') return said(chat).filter(isOfCustomer);
  const others = participantsIn(chat).filter(({ purpose }) => purpose !== 'customer');
  const isFlows = ({ purpose }: Participant) => purpose === 'acd';
  return said(chat).filter((entry) => {
    if (isOfCustomer(entry)) return false;
    const may = others.filter((each) => isFlows(each) === (entry.sender === AUTOMATIC));
    const author = may.findLast(({ connectedTime }) => connectedTime <= entry.at) ?? may[0] ?? others[0];
    return author?.id === participant.id;
  });
}

const address = (chat: ChatRecord): string => chat.handoffSessionId ?? '';

const shownParticipant =
  (chat: ChatRecord, name: (entry: MessageEntry) => object, hides: boolean) =>
  (participant: Participant) => ({
    id: participant.id,
    name: participant.name,
    address: participant.purpose === 'customer' ? address(chat) : participant.id,
    startTime: participant.connectedTime,
    connectedTime: participant.connectedTime,
    ...(participant.endTime !== undefined && { endTime: participant.endTime }),
    purpose: participant.purpose,
    state: participant.state,
    direction: 'inbound',
    ...(participant.disconnectType !== undefined && { disconnectType: participant.disconnectType }),
    held: false,
    ...queueOf(participant),
    ...(participant.purpose === 'agent' && { user: { id: idOf('user', participant.name) } }),
    attributes: participant.purpose === 'customer' ? attributesOf(chat) : {},
    type: 'open',
    messages: hides ? [] : messagesOf(chat, participant).map(name),
  });

function attributesOf({ context = {} }: ChatRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
}

/** The answer to a look at a conversation. */
export function shownConversation(chat: ChatRecord, choices: GenesysChoices): object {
  const name = (entry: MessageEntry) => ({
    messageId: idInLookUp(entry, choices),
    messageTime: entry.at,
    messageStatus: isOfCustomer(entry) ? 'received' : 'sent',
    messageSegmentCount: 0,
  });
  return {
    id: idOnWire(chat),
    participants: participantsIn(chat).map(shownParticipant(chat, name, choices.hidesMessages)),
    otherMediaUris: [],
    selfUri: `/api/v2/conversations/messages/${idOnWire(chat)}`,
  };
}

/** What the topic of a queue tells: the same conversation, in another spelling. */
export function toldConversation(chat: ChatRecord, choices: GenesysChoices): object {
  const name = (entry: MessageEntry) => ({
    message: { id: idInLookUp(entry, choices) },
    messageTime: entry.at,
    messageStatus: isOfCustomer(entry) ? 'received' : 'sent',
  });
  return {
    id: idOnWire(chat),
    participants: participantsIn(chat).map(shownParticipant(chat, name, choices.hidesMessages)),
    otherMediaUris: [],
  };
}

/** Messages of a conversation by their ids. */
export function readMessages(chat: ChatRecord, ids: readonly string[], choices: GenesysChoices): object {
  const wanted = said(chat).filter((entry) => ids.includes(idInLookUp(entry, choices)));
  return { entities: wanted.map((entry) => shownMessage(chat, entry, choices)) };
}

const integration = { nickname: INTEGRATION_NAME, id: INTEGRATION_ID, idType: 'Opaque' } as const;

function shownMessage(chat: ChatRecord, entry: MessageEntry, choices: GenesysChoices): object {
  const isInbound = isOfCustomer(entry);
  const customer = { id: address(chat), idType: 'Opaque', nickname: chat.customerName };
  const own = choices.forgetsOwnIds ? undefined : sentIn(chat)[entry.id];
  const direction = isInbound ? 'inbound' : 'outbound';
  const id = idInLookUp(entry, choices);
  return {
    id,
    direction,
    messengerType: 'open',
    status: isInbound ? 'received' : 'sent',
    timestamp: entry.at,
    conversationId: idOnWire(chat),
    normalizedMessage: {
      id,
      channel: {
        id: INTEGRATION_ID,
        platform: 'Open',
        type: 'Private',
        ...(own !== undefined && { messageId: own }),
        to: isInbound ? integration : customer,
        from: isInbound ? customer : integration,
        time: entry.at,
      },
      type: 'Text',
      text: entry.text,
      originatingEntity: entry.sender === AUTOMATIC ? 'Bot' : 'Human',
      direction: isInbound ? 'Inbound' : 'Outbound',
    },
  };
}
