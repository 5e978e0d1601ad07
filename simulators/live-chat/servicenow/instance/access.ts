import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import type { Access, Guard, RestEnv } from '../../rest-env.ts';
import { failure, success } from '../wire/wire.ts';

/** What both ends have to know beside the secret, which is the same for every way in. */
export const userName = 'handoff.bridge';
export const clientId = '0f3c8c1d9b6e4a52a7d1e0b94c5f2a68';
export const tokenPath = '/oauth_token.do';

/** What an instance gives unless its registry says otherwise. */
const tokenSeconds = 1_799;

/**
 * Who may call. Basic and OAuth are checked before anything else, and answered with 401. A static token and a signature are checked
 * by a worker, after the answer: a wrong one gets 200 and nothing more.
 */
export const access: Guard = async (c, known) => {
  if (c.req.path === tokenPath) return tokenAnswer(c, known.apiKey ?? '');
  if (known.apiKey === undefined && known.verifyToken === undefined) return undefined;
  const authorization = c.req.header('authorization');
  const token = c.req.header('token');
  const signature = c.req.header('x-b2b-signature');
  const hasNone = [authorization, token, signature].every((each) => each === undefined);
  if (hasNone || (authorization !== undefined && !(await isCaller(authorization, known))))
    return unauthorized(c);
  const isTrusted =
    (token === undefined || token === known.apiKey) &&
    (signature === undefined || signature === signatureOf(c.get('body'), known.apiKey ?? ''));
  // What never comes to a worker is not checked by one.
  return isTrusted || c.req.method !== 'POST' ? undefined : c.json(success);
};

function isCaller(authorization: string, { apiKey = '', verifyToken }: Access): boolean | Promise<boolean> {
  const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  if (bearer === undefined) return authorization === basic(userName, apiKey);
  return verifyToken?.(bearer) ?? isCurrent(bearer, apiKey);
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Over compact JSON. */
export const signatureOf = (body: unknown, secret: string): string =>
  createHmac('sha1', secret)
    .update(JSON.stringify(body ?? null))
    .digest('hex');

const unauthorized = (c: Context) =>
  c.json(failure('User Not Authenticated', 'Required to provide Auth information'), 401, {
    'www-authenticate': 'BASIC realm="Service-now"',
  });

/** A token says itself until when it is good, so that another instance of the simulator knows it as well. */
export function newToken(secret: string, expiresAt: number): string {
  return `${expiresAt}.${createHmac('sha256', secret).update(String(expiresAt)).digest('base64url')}`;
}

function isCurrent(token: string, secret: string): boolean {
  const expiresAt = Number(token.split('.')[0]);
  return token === newToken(secret, expiresAt) && expiresAt > Date.now();
}

async function tokenAnswer(c: Context<RestEnv>, secret: string): Promise<Response> {
  if (c.req.method !== 'POST') return c.json({ error: 'invalid_request' }, 405);
  const form = new URLSearchParams(await c.req.text());
  const isClient =
    c.req.header('authorization') === basic(clientId, secret) ||
    (form.get('client_id') === clientId && form.get('client_secret') === secret);
  const isGrant = form.get('grant_type') === 'client_credentials';
  if (!isClient || !isGrant)
    return c.json({ error: 'server_error', error_description: 'access_denied' }, 401);
  return c.json({
    access_token: newToken(secret, Date.now() + tokenSeconds * 1_000),
    scope: 'useraccount',
    token_type: 'Bearer',
    expires_in: tokenSeconds,
  });
}
