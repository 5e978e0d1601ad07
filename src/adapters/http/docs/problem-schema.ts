import { z } from 'zod';

/** What a problem's body looks like to those who get one. */
const problemSchema = z
  .object({
    type: z.literal('about:blank').describe('Always the same: the status says what kind of problem it is.'),
    title: z.string().describe('The status in words.'),
    status: z.number().int().describe('The HTTP status, again.'),
    detail: z.string().describe('What is wrong, in a sentence. Never repeats a value that was sent.'),
    error: z.string().describe('The same as `detail`, for callers that know no problem documents.'),
    field: z
      .string()
      .optional()
      .describe('What is wrong first, such as `messageId`; `body` for the whole. Only with 400 and 403.'),
    code: z
      .enum(['session-opening'])
      .optional()
      .describe('Tells an answer from others of its status: a session whose start is still under way.'),
    correlationId: z.uuid().optional().describe('Names the failure in the log of the bridge. Only with 500.'),
  })
  .meta({ id: 'Problem', description: 'A problem as RFC 9457 defines it.' });

const retryAfter = z.object({ 'Retry-After': z.string().describe('Seconds to wait before the repeat.') });
/** The last two as draft-ietf-httpapi-ratelimit-headers has them. */
const rateLimit = retryAfter.extend({
  RateLimit: z.string().optional().describe('Which limit was reached, and the seconds until it lets go.'),
  'RateLimit-Policy': z.string().optional().describe('That limit: how many requests in how many seconds.'),
});
const challenge = z.object({ 'WWW-Authenticate': z.string().describe('How to authenticate: `Bearer`.') });

const content = { 'application/problem+json': { schema: problemSchema } };

/** An answer that is a problem. */
export const refusal = (description: string) => ({ description, content });
export const refusalToWait = (description: string) => ({ description, content, headers: retryAfter });
export const tooManyRequests = (description: string) => ({ description, content, headers: rateLimit });
export const refusalToChallenge = (description: string) => ({ description, content, headers: challenge });

/** What every route answers that reads a body. */
export const bodyRefusals = {
  413: refusal('The body is larger than 256 KB.'),
  415: refusal('The body is compressed.'),
  500: refusal(
    'Something went wrong here. A repeat under the same id is safe; the log knows more under the `correlationId`.',
  ),
};
