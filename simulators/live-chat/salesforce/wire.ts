import type { Context } from 'hono';
import { z } from 'zod';

/** Bodies that the messaging service takes. What they do not name is ignored. */

export const API = '/iamessage/api/v2';
export const STREAM = '/eventrouter/v1/sse';

const uuid = z.string().regex(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
const attributes = z.record(z.string(), z.string());

export const tokenBody = z.object({
  orgId: z.string(),
  esDeveloperName: z.string(),
  capabilitiesVersion: z.literal('1'),
  platform: z.literal('Web'),
  context: z.object({ appName: z.string(), clientVersion: z.string() }),
  authorizationType: z.literal('JWT'),
  customerIdentityToken: z.string(),
});

export const conversationBody = z.object({
  conversationId: uuid,
  esDeveloperName: z.string(),
  routingAttributes: attributes.default({}),
});
export type ConversationBody = z.infer<typeof conversationBody>;

export const messageBody = z.object({
  message: z.object({
    id: uuid,
    messageType: z.literal('StaticContentMessage'),
    staticContent: z.object({ formatType: z.literal('Text'), text: z.string().min(1).max(32_000) }),
  }),
  esDeveloperName: z.string(),
  isNewMessagingSession: z.boolean(),
  routingAttributes: attributes.exactOptional(),
});
export type MessageBody = z.infer<typeof messageBody>;

export const indicatorBody = z.object({
  entryType: z.enum(['TypingStartedIndicator', 'TypingStoppedIndicator']),
  id: uuid,
});

export const receiptsBody = z.object({
  acks: z
    .array(z.object({ id: uuid, entryType: z.enum(['Delivery', 'Read']), conversationEntryId: z.string() }))
    .min(1),
});

/** How it refuses is not documented; other services of Salesforce say `message` and a code. */
const refusals = {
  body: [400, 'The request is not as it should be.'],
  conversationId: [400, 'Specify the conversationId in UUID format.'],
  headers: [400, 'X-Org-Id and Last-Event-Id are required.'],
  deployment: [400, 'The deployment is not known.'],
  unauthorized: [401, 'The token is not valid.'],
  conversation: [404, 'The conversation is not known.'],
  session: [404, 'The conversation has no session.'],
  conflict: [409, 'There is one of this id.'],
  unavailable: [503, 'The service is not available.'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export function refuse(c: Context, why: keyof typeof refusals): Response {
  const [status, message] = refusals[why];
  return c.json(plannedRefusal(status, message), status);
}

export const plannedRefusal = (status: number, message = 'A planned failure.'): object => ({
  message,
  errorCode: String(status),
});
