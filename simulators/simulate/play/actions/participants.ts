import { chatsOpened } from '../../../history/read/read-live-chat.ts';
import { sourcesOf } from '../../../history/read/sources.ts';
import { visibleText } from '../../../history/visible-text.ts';
import type { Chat } from '../../../live-chat/start-live-chat.ts';
import type { ChatMessage } from '../../../teams/chat.ts';
import type { Customer } from '../../../teams/customer.ts';
import type { Seen } from '../../language/expectation.ts';
import { StepFailed } from '../../language/step-failed.ts';
import type { World } from '../world/world.ts';

/** A text that a person has read, with its id. */
export interface Read extends Seen {
  readonly id: string;
}

/** The customers and agents of a story. */
export interface Participants {
  /** The first one, unless named; a new one when the name is new. */
  customer(name: string | undefined): Promise<Customer>;
  /** The chat of the agent of this name, else the one that an agent joined last, else the newest. */
  chat(agent: string | undefined): Chat;
  /** The newest chat with this customer. */
  chatWith(customer: Customer): Chat | undefined;
  joined(agent: string, chat: Chat): void;
  /** Those that were opened in this story. */
  readonly chats: readonly Chat[];
  readonly customers: readonly Customer[];
}

const firstCustomer = 'Robin Lee';
/** The shipped sample tells no name with the start. */
const namelessCustomer = 'Customer';

/** Some live chats do not show their agents who asks. */
const conversationsOf = (world: World): ReadonlyMap<string, string> =>
  new Map(
    chatsOpened(sourcesOf(world)).map(({ liveChatId, conversationId }) => [liveChatId, conversationId]),
  );

export function participantsOf(world: World): Participants {
  const { microsoft, liveChat } = world;
  const customers = new Map<string, Customer>();
  const chatOfAgent = new Map<string, Chat>();
  let lastJoined: Chat | undefined;
  // A world may have seen other stories.
  const before = liveChat.chats.length;
  const chats = () => liveChat.chats.slice(before);
  return {
    async customer(name) {
      const wanted = name ?? customers.keys().next().value ?? firstCustomer;
      const known = customers.get(wanted) ?? (await microsoft.teams.customer(wanted));
      customers.set(wanted, known);
      return known;
    },
    chat(agent) {
      const named = agent === undefined ? lastJoined : chatOfAgent.get(agent);
      const chat = named ?? chats().at(-1);
      if (!chat) throw new StepFailed('the live chat has opened no chat');
      return chat;
    },
    chatWith: ({ name, conversationId }) =>
      chats().findLast(({ customerName }) => [name, namelessCustomer].includes(customerName)) ??
      chats().findLast(({ id }) => conversationsOf(world).get(id) === conversationId),
    joined(agent, chat) {
      chatOfAgent.set(agent, chat);
      lastJoined = chat;
    },
    get chats() {
      return chats();
    },
    get customers() {
      return [...customers.values()];
    },
  };
}

interface Messages {
  readonly messages: readonly Pick<ChatMessage, 'id' | 'from' | 'text'>[];
}

/** What the copilot, the bridge or an agent has said to the customer. */
export function readInTeams({ messages }: Messages): readonly Read[] {
  return messages
    .filter(({ from }) => from === 'copilot')
    .map(({ id, text }) => {
      const from = agentNamed(text);
      return { id, text: visibleText(text).text, ...(from !== undefined && { from }) };
    });
}

function agentNamed(markdown: string): string | undefined {
  if (!visibleText(markdown).isNamed) return undefined;
  return /^\*\*((?:\\.|[^*\\])+)\*\*/.exec(markdown)?.[1]?.replace(/\\(.)/g, '$1');
}

/** What the customer or the bridge has said to the agent. */
export function readAtDesk({ messages }: Chat): readonly Read[] {
  return messages
    .filter(({ from, earlier }) => earlier !== true && (from === 'customer' || from === 'notice'))
    .map(({ id, text, sender }) => ({ id, text, from: sender }));
}
