import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Access, Guard, RestEnv } from '../rest-env.ts';
import { CLIENT_ID, TOKEN_PATH } from './ids.ts';
import { refusal } from './refusals.ts';

const tokenSeconds = 86_399;

/** The token of an OAuth client with this secret; it outlives a restart of the simulator. */
const tokenFor = (secret: string): string =>
  createHash('sha256').update(`token ${secret}`).digest('base64url');

/** Tokens for the OAuth client, by Basic; everything else for who has one. */
export const clientsOnly: Guard = async (c, access) => {
  if (c.req.path === TOKEN_PATH) return tokenAnswer(c, access.apiKey ?? '');
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer !== undefined && (await isLetIn(bearer, access)) ? undefined : refusal(c, 401);
};

async function isLetIn(bearer: string, { apiKey, verifyToken }: Access): Promise<boolean> {
  return verifyToken?.(bearer) ?? (apiKey === undefined || bearer === tokenFor(apiKey));
}

async function tokenAnswer(c: Context<RestEnv>, secret: string): Promise<Response> {
  const basic = Buffer.from(`${CLIENT_ID}:${secret}`).toString('base64');
  if (c.req.method !== 'POST' || c.req.header('authorization') !== `Basic ${basic}`)
    return c.json({ error: 'invalid_client', description: 'client not found: invalid_client' }, 401);
  const form = new URLSearchParams(await c.req.text());
  if (form.get('grant_type') !== 'client_credentials')
    return c.json({ error: 'unsupported_grant_type' }, 400);
  return c.json({ access_token: tokenFor(secret), token_type: 'bearer', expires_in: tokenSeconds });
}
