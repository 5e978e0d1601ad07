import { json, type OddServer, oddServer } from '../../../http/client/odd-server.ts';

/** A token as Entra makes it, without a signature: no test here reads one. */
export const unsignedToken = (claims: Readonly<Record<string, unknown>>): string =>
  `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

interface Identity {
  readonly clientId: string;
  readonly tenantId: string;
}

interface Asked {
  readonly resource: string;
  readonly clientId: string | undefined;
}

interface Endpoint {
  /** The system-assigned identity; the others are asked for by their client id. */
  readonly system?: Identity;
  readonly assigned: readonly Identity[];
  /** What a request has to have, by its platform: a header and its value, the path and the version. */
  readonly header: readonly [string, string];
  readonly path: string;
  readonly version: string;
}

/** The endpoint of managed identities on loopback, with the answers that Microsoft documents for its platform. */
export function identityEndpoint({ system, assigned, header, path, version }: Endpoint): Promise<OddServer> {
  const [name, value] = header;
  return oddServer((response, heard) => {
    // MSAL writes a slash at the end of some addresses.
    const { pathname, searchParams } = new URL(heard.url, 'http://127.0.0.1');
    if (
      heard.headers[name] !== value ||
      pathname.replace(/\/$/, '') !== path ||
      searchParams.get('api-version') !== version
    ) {
      return json(400, {
        error: 'bad_request_102',
        error_description: 'Required metadata header not specified',
      })(response, heard);
    }
    const asked = askedBy(searchParams);
    const identity =
      asked.clientId === undefined ? system : assigned.find((each) => each.clientId === asked.clientId);
    const refused = { error: 'invalid_request', error_description: 'Identity not found' };
    return identity === undefined
      ? json(400, refused)(response, heard)
      : json(200, answerTo(asked, identity))(response, heard);
  });
}

const askedBy = (query: URLSearchParams): Asked => ({
  resource: query.get('resource') ?? '',
  clientId: query.get('client_id') ?? undefined,
});

function answerTo({ resource }: Asked, { clientId, tenantId }: Identity) {
  const expiresOn = Math.floor(Date.now() / 1000) + 86_400;
  return {
    access_token: unsignedToken({ aud: resource, tid: tenantId, appid: clientId, exp: expiresOn }),
    client_id: clientId,
    expires_on: String(expiresOn),
    resource,
    token_type: 'Bearer',
  };
}

/**
 * Lets this process run where the platform sets these variables. MSAL keeps the endpoint that it found first for as long as the process
 * lives, and other tests of the process have another one. Resolves with what takes the variables back.
 */
export async function onPlatform(variables: Readonly<Record<string, string>>): Promise<() => void> {
  const inside = new URL('client/ManagedIdentityClient.mjs', import.meta.resolve('@azure/msal-node'));
  const { ManagedIdentityClient } = await import(inside.href);
  ManagedIdentityClient.identitySource = undefined;
  Object.assign(process.env, variables);
  return () => {
    for (const name of Object.keys(variables)) delete process.env[name];
    ManagedIdentityClient.identitySource = undefined;
  };
}
