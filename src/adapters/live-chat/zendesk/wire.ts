import { z } from 'zod';
import { usableId } from '../../http/requests/usable-id.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';
import type { Metadata } from './start/ticket-fields.ts';

/*
 * Sunshine Conversations v2, as Zendesk's specification 17.12.1 has it: what goes to it, and what it answers. Of answers, only
 * what is read is named.
 */

const id = usableId(256);

/** Integration type of Zendesk's own desk. */
export const agentWorkspace = 'zd:agentWorkspace';

/** What marks all that is ours, in metadata of conversations, messages and switchboard actions. */
export const ownKey = 'oursId';

/* What we send. */

export interface UserBody {
  readonly externalId: string;
  readonly profile: { readonly givenName: string; readonly locale?: string };
}

export interface ConversationBody {
  readonly type: 'personal';
  readonly participants: readonly [{ readonly userExternalId: string; readonly subscribeSDKClient: false }];
  readonly metadata: Metadata;
}

export interface MessageBody {
  readonly author:
    | { readonly type: 'user'; readonly userExternalId: string; readonly displayName: string }
    | { readonly type: 'business'; readonly displayName: string };
  readonly content: { readonly type: 'text'; readonly text: string };
  readonly metadata: Metadata;
}

export interface PassControlBody {
  readonly switchboardIntegration: string;
  readonly metadata: Metadata;
}

export interface ReleaseControlBody {
  readonly metadata: Metadata;
}

/* What is answered. */

const metadata = z.record(z.string(), z.unknown()).optional();

const integration = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  integrationId: z.string().optional(),
  integrationType: z.string().optional(),
});

const conversation = z.object({ id, metadata, activeSwitchboardIntegration: integration.optional() });

export const userAnswer = z.object({ user: z.object({ id }) });
export const conversationAnswer = z.object({ conversation });
export const conversationsAnswer = z.object({ conversations: z.array(conversation) });

const message = z.object({ id, received: z.string().optional(), metadata });

export const postedAnswer = z.object({ messages: z.array(message).min(1) });
export const messagesAnswer = z.object({
  messages: z.array(message),
  meta: z.object({ hasMore: z.boolean().optional(), beforeCursor: z.string().optional() }).optional(),
});

/** `passControl` and `releaseControl` answer an object in which nothing is promised. */
export const doneAnswer = z.object({});

export const switchboardsAnswer = z.object({ switchboards: z.array(z.object({ id })) });
export const integrationsAnswer = z.object({
  switchboardIntegrations: z.array(
    z.object({ id, name: z.string().optional(), integrationType: z.string().optional() }),
  ),
});

/** Each refusal of Sunshine Conversations; Support has another. */
const errorsBody = z.object({
  errors: z.array(z.object({ code: z.string().min(1), title: z.string().optional() })).min(1),
});

/** A refusal of Sunshine Conversations' own; absent for an answer of anything before it. */
export const refusalIn = (body: unknown): { readonly code: string; readonly title?: string } | undefined => {
  const first = errorsBody.safeParse(asMeant(body)).data?.errors[0];
  return first && { code: first.code, ...(first.title !== undefined && { title: first.title }) };
};

/** Zendesk writes null for what is absent. */
export const asMeant = (body: unknown): unknown => withoutNulls(body);

/** What our own id is in metadata, if any. */
export function ownIdIn(metadata: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const own = metadata?.[ownKey];
  return typeof own === 'string' && own !== '' ? own : undefined;
}
