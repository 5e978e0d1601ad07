import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Access, Guard } from '../rest-env.ts';
import type { PairedEntra } from '../vendor.ts';
import { AUDIENCE, CHANNEL_ID, ORG_ID } from './ids.ts';
import { API, refuse } from './wire.ts';

const tokenAnswer = z.object({ access_token: z.string() });
/** Far below the life of a token, and so that a new key is soon used. */
const RENEW_AFTER_MS = 60_000;
const PATIENCE_MS = 10_000;

/** Gives a token for the bridge in the live chat's own name, as the managed identity of a channel has it. */
export function tokensForBridge({
  authority,
  tenantId,
  app,
  bridgeAppId,
}: PairedEntra): () => Promise<string> {
  let held: { readonly token: Promise<string>; readonly untilMs: number } | undefined;
  const fetched = async (): Promise<string> => {
    const answer = await fetch(`${authority}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        scope: `api://${bridgeAppId}/.default`,
      }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return tokenAnswer.parse(await answer.json()).access_token;
  };
  return () => {
    if (held !== undefined && held.untilMs > Date.now()) return held.token;
    const token = fetched();
    held = { token, untilMs: Date.now() + RENEW_AFTER_MS };
    token.catch(() => {
      held = undefined;
    });
    return token;
  };
}

/** Whether Entra gave a token to the bridge's app; for what, the route decides. */
export function isBridges({
  authority,
  tenantId,
  bridgeAppId,
}: PairedEntra): (bearer: string) => Promise<boolean> {
  const keys = createRemoteJWKSet(new URL(`${authority}/${tenantId}/discovery/v2.0/keys`));
  const good = new Map<string, Promise<boolean>>();
  const isGood = (bearer: string): Promise<boolean> =>
    jwtVerify(bearer, keys, { algorithms: ['RS256'], requiredClaims: ['exp', 'aud'] }).then(
      ({ payload: { azp, appid } }) => (azp ?? appid) === bridgeAppId,
      () => false,
    );
  return (bearer) => {
    const known = good.get(bearer) ?? isGood(bearer);
    good.set(bearer, known);
    known.then((is) => is || good.delete(bearer)).catch(() => undefined);
    return known;
  };
}

/** The Messaging API wants a token for its organization and names of organization and channel; Dataverse a token for its address. */
export const dynamicsGuard: Guard = async (c, access) => {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer === undefined || !(await isLetIn(bearer, access))) return refuse(c, 'unauthorized');
  const isMessaging = c.req.path.startsWith(API);
  if (access.verifyToken && !isFor(bearer, isMessaging)) return refuse(c, 'unauthorized');
  if (!isMessaging) return undefined;
  const isNamed = c.req.header('organization-id') === ORG_ID && c.req.header('channel-id') === CHANNEL_ID;
  return isNamed ? undefined : refuse(c, 'unauthorized');
};

async function isLetIn(bearer: string, { apiKey, verifyToken }: Access): Promise<boolean> {
  return verifyToken ? verifyToken(bearer) : apiKey === undefined || bearer === apiKey;
}

function isFor(bearer: string, isMessaging: boolean): boolean {
  const audience = String(decodeJwt(bearer).aud);
  return isMessaging ? audience === AUDIENCE : audience.startsWith('http://127.0.0.1');
}
