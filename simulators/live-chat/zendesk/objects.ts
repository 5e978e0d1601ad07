import { integrations } from './account.ts';
import type { Conversation, StoredMessage, User } from './store.ts';

/* What Sunshine Conversations shows of what it knows, with the nulls that it writes. */

export const userObject = ({ id, externalId, profile }: User) => ({
  id,
  authenticated: false,
  externalId,
  zendeskId: null,
  profile: { surname: null, email: null, avatarUrl: null, ...profile },
  metadata: {},
  identities: [],
});

/** As webhooks have it. */
export const conversationTruncated = ({ id, metadata, active }: Conversation) => ({
  id,
  type: 'personal',
  metadata,
  ...(active !== undefined && { activeSwitchboardIntegration: integrationOf(active) }),
});

export const conversationObject = (conversation: Conversation) => ({
  ...conversationTruncated(conversation),
  isDefault: true,
  displayName: null,
  description: null,
  iconUrl: null,
  businessLastRead: null,
  lastUpdatedAt: conversation.messages.at(-1)?.received ?? conversation.createdAt,
  createdAt: conversation.createdAt,
});

export const messageObject = ({ id, received, author, text, metadata }: StoredMessage) => ({
  id,
  received,
  author: { ...author, ...(author.type === 'business' && { subtypes: ['bot'] }) },
  content: { type: 'text', text },
  source: { type: 'api:conversations', integrationId: null, originalMessageId: null },
  metadata,
  quotedMessage: null,
  deleted: null,
});

const integrationOf = (id: string) => integrations.find((each) => each.id === id);
