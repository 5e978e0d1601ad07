import { request } from 'undici';
import { z } from 'zod';
import type { Entra } from '../entra/entra.ts';

interface AccessTokenOptions {
  readonly entra: Entra;
  readonly tenantId: string;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
}

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });
const patienceMs = 10_000;
const renewBeforeMs = 300_000;

interface CachedToken {
  readonly kid: string;
  readonly renewAt: number;
  readonly token: Promise<string>;
}

/**
 * Client-credentials tokens by scope, each asked for over HTTP and kept until shortly before it expires, or until
 * Entra rotates its keys.
 */
export function accessTokens(options: AccessTokenOptions): (scope: string) => Promise<string> {
  const held = new Map<string, CachedToken>();
  return (scope) => {
    const now = Date.now();
    const known = held.get(scope);
    if (known && known.kid === options.entra.kid && known.renewAt > now) return known.token;
    const asked = askFor(scope, options);
    const token = asked.then(({ access_token }) => access_token);
    held.set(scope, { kid: options.entra.kid, renewAt: now + 3_600_000 - renewBeforeMs, token });
    token.catch(() => held.delete(scope));
    return token;
  };
}

async function askFor(scope: string, { entra, tenantId, app }: AccessTokenOptions) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.clientSecret,
    scope,
  });
  const answer = await request(`${entra.authority}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    signal: AbortSignal.timeout(patienceMs),
  });
  const body = await answer.body.text();
  if (answer.statusCode !== 200)
    throw new Error(`Entra refused a token for ${scope}: ${answer.statusCode} ${body}`);
  return tokenAnswer.parse(JSON.parse(body));
}
