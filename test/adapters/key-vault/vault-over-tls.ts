import { createServer } from 'node:https';
import { z } from 'zod';
import type { PrivateAuthority } from '../../tls/certificates.ts';
import { type Behaviour, type Heard, json } from '../http/client/odd-server.ts';

/** Azure Key Vault on loopback, as Microsoft documents its secrets and its challenge. */
export interface VaultOverTls {
  readonly url: string;
  readonly heard: readonly Heard[];
  set(name: string, value: string | undefined): void;
  /** For the next requests that bring a token, or for all until `undefined` is given. */
  answer(behaviour: Behaviour | undefined): void;
  stop(): Promise<void>;
}

const audience = 'https://vault.azure.net';
const claimed = z.object({ aud: z.string() });

export async function vaultOverTls(issuer: PrivateAuthority, tenantId: string): Promise<VaultOverTls> {
  const secrets = new Map<string, string>();
  const heard: Heard[] = [];
  let always: Behaviour | undefined;
  const server = createServer(issuer.certify('localhost'), (request, response) => {
    request.resume().on('end', () => {
      const each = { url: request.url ?? '', headers: request.headers, body: '' };
      heard.push(each);
      const challenge = `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="${audience}"`;
      const answer = isAllowed(each.headers.authorization)
        ? (always ?? secretAnswer(secrets, each.url))
        : json(401, refusal('Unauthorized'), { 'www-authenticate': challenge });
      answer(response, each);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `https://localhost:${port}`,
    heard,
    set(name, value) {
      if (value === undefined) secrets.delete(name);
      else secrets.set(name, value);
    },
    answer(behaviour) {
      always = behaviour;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function isAllowed(authorization: string | undefined): boolean {
  const [, claims = ''] = authorization?.split('.') ?? [];
  if (claims === '') return false;
  return claimed.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString())).data?.aud === audience;
}

export const refusal = (code: string) => ({ error: { code, message: 'told in words that quote SECRET' } });

function secretAnswer(secrets: ReadonlyMap<string, string>, url: string): Behaviour {
  const { pathname, searchParams } = new URL(url, audience);
  if (!searchParams.has('api-version')) return json(400, refusal('BadParameter'));
  // The latest version has no name of its own, so that nothing stands behind the last slash.
  const name = /^\/secrets\/([\w-]+)\/*$/.exec(pathname)?.[1] ?? '';
  const value = secrets.get(name);
  if (value === undefined) return json(404, refusal('SecretNotFound'));
  return holding(value, name);
}

/** Its answer for a secret of this value. */
export function holding(value: string, name = 'any'): Behaviour {
  const now = Math.floor(Date.now() / 1000);
  const attributes = { enabled: true, created: now, updated: now, recoveryLevel: 'Recoverable+Purgeable' };
  return json(200, { value, id: `${audience}/secrets/${name}/0123456789abcdef0123456789abcdef`, attributes });
}
