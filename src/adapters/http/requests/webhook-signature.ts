import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Whether a callback was signed with one of our secrets within the last five minutes (Standard Webhooks). */
export type IsSigned = (headers: Readonly<Record<string, string>>, body: string) => boolean;

/** Several secrets hold at once while one replaces the other. */
export function standardWebhookSignature(secrets: readonly string[]): IsSigned {
  const webhooks = secrets.map((secret) => new WebhookWithNodesHmac(secret));
  return (headers, body) => webhooks.some((webhook) => verifies(webhook, headers, body));
}

/** The library checks; its own HMAC, in plain JavaScript, takes longer than all the other checks of a callback together. */
class WebhookWithNodesHmac extends Webhook {
  readonly #key: KeyObject;

  constructor(secret: string) {
    super(secret);
    this.#key = createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
  }

  override sign(id: string, at: Date, body: string | Buffer): string {
    const seconds = Math.floor(at.getTime() / 1000);
    return `v1,${createHmac('sha256', this.#key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  }
}

function verifies(webhook: Webhook, headers: Readonly<Record<string, string>>, body: string): boolean {
  try {
    webhook.verify(body, { ...headers }, { jsonParse: false });
    return true;
  } catch {
    // The library tells a bad signature by throwing, whatever is bad about it.
    return false;
  }
}
