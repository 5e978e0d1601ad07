const shortestSecret = 16;
const placeholder = /^<|>$|change-?me|your[-_ ]?(client[-_ ]?)?secret|example|placeholder|x{6,}|^(.)\2*$/i;

/** Long enough to be a secret, and no placeholder of a template. */
export const isSecret = (value: string): boolean =>
  value.length >= shortestSecret && !placeholder.test(value);

/** Published in the documentation of Standard Webhooks, so it is public. */
const publishedSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** `whsec_` and the base64 of at least 24 bytes that are not all the same. */
export function isWebhookSecret(value: string): boolean {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1];
  if (encoded === undefined || value === publishedSecret) return false;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= 24 && new Set(bytes).size > 4;
}
