import { z } from 'zod';
import { usableId } from '../../../http/requests/usable-id.ts';

/*
 * What a Conversations webhook tells, as far as it is read. Its specification has no type for the author's name, for who wrote on
 * behalf of the business, nor for activities: they are taken where they are there.
 */

const id = usableId(256);
const word = z.string().max(256);
/** As long as an agent's text can be with what belongs to it. */
const text = z.string().max(250_000);
const metadata = z.record(z.string(), z.unknown()).optional().catch(undefined);

const integration = z.object({ id: word, name: word, integrationType: word }).partial();

const conversation = z.object({ id, metadata });
export type EventConversation = z.infer<typeof conversation>;

const action = z.object({ text: text.optional(), uri: text.optional() });

const content = z.object({
  type: word.optional(),
  text: text.optional(),
  markdownText: text.optional(),
  htmlText: text.optional(),
  altText: text.optional(),
  mediaUrl: text.optional(),
  actions: z.array(action).optional().catch(undefined),
});
export type EventContent = z.infer<typeof content>;

/** What says who speaks, or only adds to the words, costs none of them when it is odd. */
const message = z.object({
  id,
  author: z.object({
    type: word,
    displayName: text.optional().catch(undefined),
    subtypes: z.array(word).optional().catch(undefined),
  }),
  activity: z.object({ type: word.optional() }).optional().catch(undefined),
  content: content.optional(),
  source: z.object({ type: word.optional() }).optional().catch(undefined),
  metadata,
  deleted: z.boolean().optional().catch(undefined),
});
export type EventMessage = z.infer<typeof message>;

/** Of any type: what decides how the rest is read. */
export const anyEvent = z.object({ id: id.optional(), type: word });

export const messageEvent = z.object({ payload: z.object({ conversation, message }) });

/** `switchboard:passControl`, `…:failure` and `switchboard:releaseControl`. */
export const switchboardEvent = z.object({
  id,
  payload: z.object({
    conversation: conversation.extend({ activeSwitchboardIntegration: integration.optional() }),
    metadata,
  }),
});
export type SwitchboardEvent = z.infer<typeof switchboardEvent>;

/** The whole body. Each event is read by itself, so that a bad one costs no other. */
export const batch = z.object({ events: z.array(z.unknown()) });
