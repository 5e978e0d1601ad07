import type { Context } from 'hono';
import { z } from 'zod';
import type { Refusal } from '../limits/refusals.ts';
import type { ServerEnv } from '../server/routes.ts';
import { soleValue } from '../server/times-sent.ts';

/** What a caller has to send along to sign a callback as Standard Webhooks define it. */
export const signedHeaders = z.object({
  'webhook-id': z
    .string()
    .max(256)
    .describe('Names this callback. A repeat keeps it; the `messageId` of the body serves well.'),
  'webhook-timestamp': z
    .string()
    .max(16)
    .describe(
      'When it is sent, in seconds since 1970. More than five minutes off is refused: repeats sign anew.',
    ),
  'webhook-signature': z
    .string()
    .max(4096)
    .describe(
      '`v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`. Several, separated by spaces, are allowed.',
    ),
});

const signedNames = signedHeaders.keyof().options;

/** What was sent of these, and sent once. */
export function signedHeadersOf(c: Context<ServerEnv>): Readonly<Record<string, string>> {
  const sent: Record<string, string> = {};
  for (const name of signedNames) {
    const value = soleValue(c.env.incoming, name);
    if (value !== undefined) sent[name] = value;
  }
  return sent;
}

/** What is wrong with the headers of a callback that was not believed, for operators. */
export function refusalOfSignature(headers: Readonly<Record<string, string>>): Refusal {
  const missing = signedNames.filter((name) => headers[name] === undefined || headers[name] === '');
  if (missing.length > 0) return { reason: 'not-signed', compared: { missing: missing.join(' ') } };
  const offSeconds = Math.round(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000));
  if (!(offSeconds <= toleratedSeconds)) {
    return {
      reason: 'signature-out-of-time',
      ...(Number.isSafeInteger(offSeconds) && { compared: { offSeconds } }),
    };
  }
  return { reason: 'bad-signature' };
}

/** How far off Standard Webhooks allow a timestamp to be. */
const toleratedSeconds = 300;

export const signatureScheme = 'webhookSignature';

/** The scheme's name for the `security` of a route. */
export const signed = [{ [signatureScheme]: [] }];

export const signatureSecurity = {
  type: 'apiKey' as const,
  in: 'header' as const,
  name: 'webhook-signature',
  description:
    'A signature as Standard Webhooks (standardwebhooks.com) define it, over the raw body, with the shared secret `whsec_…` of the bridge’s setting `LIVECHAT_WEBHOOK_SECRET`. Libraries exist for most languages.',
};
