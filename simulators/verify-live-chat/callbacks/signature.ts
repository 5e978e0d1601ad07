import { Webhook } from 'standardwebhooks';
import type { Exchange } from '../http/exchange.ts';
import type { Finding } from '../run/clause.ts';

const needed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** What is wrong with a callback's signature (standardwebhooks.com), or nothing. */
export function signatureFinding({ headers, body }: Exchange, secret: string): Finding | undefined {
  const missing = needed.filter((name) => headers[name] === undefined);
  if (missing.length > 0) {
    return {
      cause: `the callback is not signed: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
      advice:
        'Sign each callback as Standard Webhooks (standardwebhooks.com) with the secret that you share with the operator; there are libraries for most languages.',
      differences: missing.map((name) => ({
        where: `header ${name}`,
        expected: 'a value',
        received: 'nothing',
      })),
    };
  }
  try {
    new Webhook(secret).verify(body, headers);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      cause: `the signature does not fit: ${reason}`,
      advice:
        'Sign "id.timestamp.body" with the bytes of the body as they are sent, the time in seconds of now, and the agreed secret (base64 after whsec_).',
      differences: [
        {
          where: 'header webhook-signature',
          expected: 'a signature of this body with the agreed secret',
          received: headers['webhook-signature'] ?? '',
        },
      ],
    };
  }
}
