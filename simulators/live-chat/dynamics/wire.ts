import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import { z } from 'zod';

/** Bodies that the Messaging API takes. What they do not name is ignored. */

export const API = '/api/v1.0/consumer';

const short = z.string().max(200);

export const createBody = z.object({
  customercontext: z
    .object({
      customerid: short.exactOptional(),
      firstname: short.exactOptional(),
      lastname: short.exactOptional(),
      preferredname: short.exactOptional(),
    })
    .exactOptional(),
  conversationcontext: z
    .record(z.string(), z.object({ isDisplayable: z.boolean(), value: z.string() }))
    .exactOptional(),
  conversationrequestid: z.string().exactOptional(),
  startmessage: z.object({ message: z.string(), displayname: z.string().exactOptional() }).exactOptional(),
  skipdeflectionbot: z.boolean().exactOptional(),
});
export type CreateBody = z.infer<typeof createBody>;

export const activityBody = z.object({
  type: z.enum(['message', 'typing', 'event', 'endOfConversation']),
  id: z.string().exactOptional(),
  channelId: z.string().max(256),
  from: z
    .object({ id: z.string().max(256).exactOptional(), name: z.string().max(256).exactOptional() })
    .exactOptional(),
  conversation: z.object({ id: z.string() }),
  text: z.string().exactOptional(),
  attachments: z.array(z.unknown()).exactOptional(),
  channelData: z.record(z.string(), z.unknown()).exactOptional(),
});
export type ActivityBody = z.infer<typeof activityBody>;

export const automated = z.object({ 'messagingapi-oc': z.object({ type: z.literal('AutomatedMessage') }) });

export const LONGEST_TEXT = 6_000;
export const LONGEST_START = 27 * 1024;
export const MOST_VALUES = 100;

/** The errors of the documentation's table that are met here: status and code. */
const errors = {
  organization: [400, 30001, 'The provided organization ID is not valid.'],
  channel: [400, 30002, 'The provided channel ID is not valid.'],
  unsupported: [400, 30003, 'The requested operation is not supported.'],
  conversationId: [400, 30005, 'The provided conversation ID is not valid.'],
  pageSize: [400, 30008, 'The page size is not valid.'],
  context: [400, 30010, 'The context is too large.'],
  text: [400, 30011, 'The text is too long.'],
  body: [400, 30012, 'The request body is malformed.'],
  conversation: [404, 30013, 'The conversation does not exist.'],
  workstream: [400, 30014, 'The channel is not linked to a workstream.'],
  nothing: [400, 30016, 'The message has neither text nor attachments.'],
  unauthorized: [401, undefined, 'The token is not valid, or the channel is not authorized.'],
} as const;

/** A refusal as RFC 7807 has it, with the code beside it. */
export function refuse(c: Context, why: keyof typeof errors): Response {
  const [status, errorCode, detail] = errors[why];
  const headers = { 'x-ms-correlation-id': randomUUID() };
  return c.json(problem(status, { detail, ...(errorCode !== undefined && { errorCode }) }), status, headers);
}

/** What is said with a status that is planned. A conversation that is not known is the only 404. */
export function plannedRefusal(status: number, code = 'planned-failure'): object {
  const errorCode = { 404: errors.conversation[1], 410: errors.conversation[1], 400: errors.body[1] }[status];
  return problem(status, { detail: code, ...(errorCode !== undefined && { errorCode }) });
}

const problem = (status: number, more: { readonly detail: string; readonly errorCode?: number }) => ({
  type: 'about:blank',
  title: STATUS_CODES[status],
  status,
  ...more,
});
