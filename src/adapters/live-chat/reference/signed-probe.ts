import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { SignedProbe } from '../vendor.ts';

/** A callback of a live chat that does not exist, signed with the first secret. `now` in milliseconds since 1970. */
export function signedProbe([secret = '']: readonly string[], now: number): SignedProbe {
  const id = `doctor-${randomUUID()}`;
  const at = new Date(now);
  const body = JSON.stringify({
    sessionId: id,
    messageId: id,
    message: 'A probe of npm run doctor.',
    sender: 'doctor',
    timestamp: at.toISOString(),
  });
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  };
}
