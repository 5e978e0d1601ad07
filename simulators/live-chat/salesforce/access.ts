import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Guard, RestEnv } from '../rest-env.ts';
import { tokenSecret } from './org.ts';
import { API, refuse } from './wire.ts';

const KEY_SET = 'Handoff_Bridge_Keys';

/** How Salesforce names an end user; one that no key set vouches for is another one each time. */
export const subjectOf = (name: string | undefined): string =>
  name === undefined ? `v2/iamessage/ANON/${randomUUID()}` : `v2/iamessage/AUTH/${KEY_SET}/uid:${name}`;

const signed = (part: string): string => createHmac('sha256', tokenSecret()).update(part).digest('base64url');
const encoded = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** An access token. It says whose it is and how long it is good for, as Salesforce's do. */
export function accessToken(subject: string, lifetimeSeconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: subject, iat: now, exp: now + lifetimeSeconds, jti: randomUUID() };
  const part = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${part}.${signed(part)}`;
}

const claims = z.object({ sub: z.string(), exp: z.number() });

export interface EndUser {
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Whose token a request carries; absent for none, and for one that is over. */
export function endUserOf(c: Context<RestEnv>): EndUser | undefined {
  const [, part = '', signature = ''] =
    /^Bearer (\S+)\.([\w-]+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  const expected = Buffer.from(signed(part));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const { sub, exp } = claims.parse(
    JSON.parse(Buffer.from(part.split('.')[1] ?? '', 'base64url').toString()),
  );
  const until = exp * 1000;
  return until > Date.now() ? { subject: sub, until } : undefined;
}

/** All but tokens are for those who have one. */
export const guard: Guard = (c) =>
  c.req.path.startsWith(`${API}/authorization/`) || endUserOf(c) ? undefined : refuse(c, 'unauthorized');
