import { Hono } from 'hono';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { makeSigningKey, type SigningKey, type SignOptions, signClaims } from './signing-keys.ts';
import { decideGrant, type RegisteredApp, readTokenRequest, refusal } from './token-endpoint.ts';

export type Claims = Readonly<Record<string, unknown>>;

interface EntraOptions {
  /** Signs from the beginning; a new one unless told. */
  readonly signingKey?: SigningKey;
  /** Where it is served, e.g. `http://127.0.0.1:5002/entra`. */
  readonly authority: string;
  readonly tenantId: string;
  readonly apps: readonly RegisteredApp[];
  /** Audience and caller of {@link Entra.claims}: a copilot that calls the skill. */
  readonly skillClientId: string;
  readonly copilotClientId: string;
  /** `1.0` names the caller in `appid`, `2.0` (default) in `azp`. */
  readonly tokenVersion?: '1.0' | '2.0';
}

export interface Entra {
  readonly app: Hono;
  readonly authority: string;
  readonly issuer: string;
  /** Id of the key that signs now. */
  readonly kid: string;
  /** Requests for the key set and for tokens so far, refused ones included. */
  readonly keyFetches: number;
  readonly tokenRequests: number;
  /** Right claims for a skill call; an override of `undefined` leaves the claim out. */
  claims(overrides?: Claims): Claims;
  /** Signs any claims, with any header, also wrong ones: for tests of the other side's checks. */
  sign(claims: Claims, options?: SignOptions): Promise<string>;
  /** The claims, when one of our keys signed the token, it is in its time, and it is meant for `audience`. */
  verified(authorization: string | undefined, audience: string): Promise<Claims | undefined>;
  /** A new key signs from now on. The old one stays published unless `dropOld`. */
  rotateKeys(options?: { readonly dropOld?: boolean }): Promise<void>;
  /** While on, every endpoint answers 503. */
  unavailable(on: boolean): void;
}

const lifetimeSeconds = 3600;
/** Microsoft's own tenant, which publishes the same keys as every other. */
const botFrameworkTenantId = 'd6d49420-f39b-4df7-a1dc-d59a935871db';

/** Plays Microsoft Entra ID for one tenant: OpenID metadata, key set, client-credentials tokens. */
export async function createEntra(options: EntraOptions): Promise<Entra> {
  const claimsFor = claimsMaker(options);
  const keys = await keyRing(options.signingKey ?? (await makeSigningKey()));
  let keyFetches = 0;
  let tokenRequests = 0;
  let isUnavailable = false;

  const app = endpoints(options, {
    keySet: () => keys.published().map(({ jwk }) => jwk),
    token: (audience, caller) => keys.sign(claimsFor(audience, caller)),
    count: (path) => {
      if (path.endsWith('/keys')) keyFetches += 1;
      if (path.endsWith('/token')) tokenRequests += 1;
    },
    isUnavailable: () => isUnavailable,
  });

  return {
    app,
    authority: options.authority,
    issuer: issuerOf(options),
    get kid() {
      return keys.published()[0].kid;
    },
    get keyFetches() {
      return keyFetches;
    },
    get tokenRequests() {
      return tokenRequests;
    },
    claims: (overrides = {}) => ({
      ...claimsFor(options.skillClientId, options.copilotClientId),
      ...overrides,
    }),
    sign: keys.sign,
    verified: (authorization, audience) => verified(authorization, audience, keys.published()),
    rotateKeys: keys.rotate,
    unavailable: (on) => {
      isUnavailable = on;
    },
  };
}

interface KeyRing {
  readonly sign: Entra['sign'];
  readonly rotate: Entra['rotateKeys'];
  /** The first one signs. */
  published(): readonly [SigningKey, ...SigningKey[]];
}

async function keyRing(first: SigningKey): Promise<KeyRing> {
  let foreignKey: Promise<SigningKey> | undefined;
  let keys: readonly [SigningKey, ...SigningKey[]] = [first];
  return {
    async sign(claims, how = {}) {
      if (how.key !== 'unknown') return signClaims(claims, keys[0], how);
      foreignKey ??= makeSigningKey();
      return signClaims(claims, await foreignKey, how);
    },
    async rotate({ dropOld = false } = {}) {
      const fresh = await makeSigningKey();
      keys = dropOld ? [fresh] : [fresh, ...keys];
    },
    published: () => keys,
  };
}

function issuerOf({ authority, tenantId }: EntraOptions): string {
  return `${authority}/${tenantId}/v2.0`;
}

/** The claims of a token for `audience`, given to the app `caller`. */
function claimsMaker(options: EntraOptions): (audience: string, caller: string) => Claims {
  return (audience, caller) => {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, nbf: now, exp: now + lifetimeSeconds };
    const named =
      options.tokenVersion === '1.0' ? { ver: '1.0', appid: caller } : { ver: '2.0', azp: caller };
    // Tokens of version 2.0 name the app alone, however the resource was asked for.
    const aud = options.tokenVersion === '1.0' ? audience : audience.replace(/^api:\/\//, '');
    return { aud, iss: issuerOf(options), tid: options.tenantId, ...times, ...named };
  };
}

interface Behind {
  keySet(): readonly object[];
  token(audience: string, caller: string): Promise<string>;
  count(path: string): void;
  isUnavailable(): boolean;
}

function endpoints({ authority, tenantId, apps }: EntraOptions, behind: Behind): Hono {
  const app = new Hono();
  const base = `${authority}/${tenantId}`;
  app.use('/:tenant/*', async (c, next) => {
    const wrong = refusal('tenant');
    behind.count(c.req.path);
    if (behind.isUnavailable()) return c.json({ error: 'temporarily_unavailable' }, 503);
    const isKnown = c.req.param('tenant') === tenantId || isMicrosofts(c.req.path);
    if (!isKnown) return c.json(wrong.body, wrong.status);
    return next();
  });
  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) =>
    c.json({
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      response_types_supported: ['token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
  );
  // Of Bot Framework, which has an issuer of its own.
  app.get('/v1/.well-known/keys', (c) => c.json({ keys: behind.keySet() }));
  app.get('/:tenant/discovery/v2.0/keys', (c) => c.json({ keys: behind.keySet() }));
  app.post('/:tenant/oauth2/v2.0/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const grant = decideGrant(readTokenRequest(form, c.req.header('authorization')), apps);
    c.header('cache-control', 'no-store');
    if (!grant.granted) return c.json(grant.refusal.body, grant.refusal.status);
    const token = await behind.token(grant.audience, grant.clientId);
    return c.json({
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      ext_expires_in: lifetimeSeconds,
      access_token: token,
    });
  });
  return app;
}

/** Keys of issuers that are Microsoft's own. */
const isMicrosofts = (path: string): boolean =>
  path.endsWith('/v1/.well-known/keys') || path.endsWith(`/${botFrameworkTenantId}/discovery/v2.0/keys`);

async function verified(
  authorization: string | undefined,
  audience: string,
  keys: readonly SigningKey[],
): Promise<Claims | undefined> {
  const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const keySet = createLocalJWKSet({ keys: keys.map(({ jwk }) => jwk) });
  const demands = { audience, algorithms: ['RS256'], requiredClaims: ['exp'], clockTolerance: 300 };
  return jwtVerify(token, keySet, demands).then(
    ({ payload }) => payload,
    () => undefined,
  );
}
