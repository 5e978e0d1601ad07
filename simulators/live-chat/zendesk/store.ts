import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ChatRegistry } from '../chats/chat-registry.ts';

/* What Sunshine Conversations knows of users and conversations, of which agents see those alone that were passed to them. */

const metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const user = z.object({
  id: z.string(),
  externalId: z.string(),
  profile: z.record(z.string(), z.unknown()).exactOptional(),
});

const message = z.object({
  id: z.string(),
  received: z.string(),
  author: z.object({
    type: z.enum(['user', 'business']),
    userId: z.string().exactOptional(),
    displayName: z.string().exactOptional(),
  }),
  text: z.string(),
  metadata,
});

const conversation = z.object({
  id: z.string(),
  userId: z.string(),
  externalId: z.string(),
  metadata,
  createdAt: z.string(),
  /** Id of the switchboard integration that is in control. */
  active: z.string().exactOptional(),
  messages: z.array(message),
});

export type User = z.infer<typeof user>;
export type StoredMessage = z.infer<typeof message>;
export type Conversation = z.infer<typeof conversation>;
export type Metadata = z.infer<typeof metadata>;

export interface ZendeskStore {
  user(idOrExternalId: string): User | undefined;
  addUser(user: Omit<User, 'id'>): User;
  conversation(id: string): Conversation | undefined;
  conversationsOf(userId: string): readonly Conversation[];
  put(conversation: Conversation): void;
}

/** An id as Zendesk gives them. */
export const newId = (): string => randomBytes(12).toString('hex');

/** Kept with the chats, so that a restart finds them. */
export function zendeskStore(registry: ChatRegistry): ZendeskStore {
  const users = new Map<string, User>();
  const conversations = new Map<string, Conversation>();
  for (const [key, { body }] of registry.answers()) {
    if (key.startsWith(userKey)) addTo(users, user.parse(body));
    if (key.startsWith(conversationKey)) {
      const known = conversation.parse(body);
      conversations.set(known.id, known);
    }
  }
  return {
    user: (id) => users.get(id),
    addUser(given) {
      const added = { id: newId(), ...given };
      addTo(users, added);
      registry.storeAnswer(`${userKey}${added.id}`, { status: 200, body: added });
      return added;
    },
    conversation: (id) => conversations.get(id),
    conversationsOf: (userId) => [...conversations.values()].filter((each) => each.userId === userId),
    put(changed) {
      conversations.set(changed.id, changed);
      registry.storeAnswer(`${conversationKey}${changed.id}`, { status: 200, body: changed });
    },
  };
}

const userKey = 'zendesk-user ';
const conversationKey = 'zendesk-conversation ';

function addTo(users: Map<string, User>, added: User): void {
  users.set(added.id, added);
  users.set(added.externalId, added);
}
