import { z } from 'zod';
import { usableId } from '../../http/requests/usable-id.ts';

/*
 * What a Conversations webhook tells, as far as it is read. Its specification has no type for the author's name, for who wrote on
 * behalf of the business, nor for activities: they are taken where they are there.
 */

const id = usableId(256);
const word = z.string().max(256);
/** As long as an agent's text can be with what belongs to it. */
const text = z.string().max(250_000);
const metadata = z.record(z.string(), z.unknown());

const integration = z.object({ id: word, name: word, integrationType: word }).partial();

const conversation = z.object({
  id,
  metadata: metadata.optional(),
  activeSwitchboardIntegration: integration.optional(),
});

const action = z.object({ text: text.optional(), uri: text.optional() });

const content = z.object({
  type: word.optional(),
  text: text.optional(),
  markdownText: text.optional(),
  altText: text.optional(),
  mediaUrl: text.optional(),
  actions: z.array(action).max(100).optional(),
});
export type EventContent = z.infer<typeof content>;

const message = z.object({
  id,
  author: z.object({
    type: word,
    displayName: text.optional(),
    subtypes: z.array(word).max(20).optional().catch(undefined),
  }),
  activity: z.object({ type: word.optional() }).optional(),
  content: content.optional(),
  source: z.object({ type: word.optional() }).optional(),
  metadata: metadata.optional(),
  deleted: z.boolean().optional(),
});
export type EventMessage = z.infer<typeof message>;

/** Of any type: what decides how the rest is read. */
export const anyEvent = z.object({ id: id.optional(), type: word });

export const messageEvent = z.object({ payload: z.object({ conversation, message }) });

/** `switchboard:passControl`, `…:failure` and `switchboard:releaseControl`. */
export const switchboardEvent = z.object({
  id,
  payload: z.object({ conversation, metadata: metadata.optional(), reason: word.optional() }),
});
export type SwitchboardEvent = z.infer<typeof switchboardEvent>;
export type EventConversation = SwitchboardEvent['payload']['conversation'];

/** The whole body. Each event is read by itself, so that a bad one costs no other. */
export const batch = z.object({ events: z.array(z.unknown()).max(1_000) });
