import { Webhook } from 'standardwebhooks';

/** Whether a callback was signed with one of our secrets within the last five minutes (Standard Webhooks). */
export type IsSigned = (headers: Readonly<Record<string, string>>, body: string) => boolean;

/** Several secrets hold at once while one replaces the other. */
export function standardWebhookSignature(secrets: readonly string[]): IsSigned {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return (headers, body) => webhooks.some((webhook) => verifies(webhook, headers, body));
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
