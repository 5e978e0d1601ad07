const shown = '••••••';

/** A shorter one would blot out ordinary words. */
const shortestSecret = 8;

const tokens = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const webhookSecrets = /\bwhsec_[A-Za-z0-9+/=]+/g;
const fields =
  /("?(?:client_secret|client_assertion|access_token|refresh_token|api[-_]?key|authorization|password)"?\s*[:=]\s*"?)[^"&\s,}]+/gi;

/** The right of a URL that works for all who have it, such as a connected agent's callback. */
const signatures = /([?&](?:sig|signature)=)[^&"'\s\\]+/g;

/** Blots out the known secrets, and whatever looks like a token or a secret. */
export function masking(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length);
  return (text) =>
    known
      .reduce((masked, secret) => masked.replaceAll(secret, shown), text)
      .replace(tokens, shown)
      .replace(webhookSecrets, shown)
      .replace(signatures, `$1${shown}`)
      .replace(fields, `$1${shown}`);
}
