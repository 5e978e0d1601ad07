import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { Throttles } from '../../../http/limits/throttles.ts';
import { Problem } from '../../../http/requests/problem.ts';
import type { ServerEnv } from '../../../http/server/routes.ts';
import { soleValue } from '../../../http/server/times-sent.ts';

/**
 * How callbacks are known: ServiceNow signs nothing, so it sends a header as it is, or an authentication profile's. Several secrets
 * hold at once while one replaces the other.
 */
export type CallbackAccess = { readonly secrets: readonly string[] } & (
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'basic'; readonly user: string }
  | { readonly kind: 'bearer' }
);

/** Throws the {@link Problem} with which a callback is refused that is not ServiceNow's. Compares in constant time. */
export type CheckCallback = (c: Context<ServerEnv>) => void;

export function callbackCheck(
  access: CallbackAccess,
  { unauthenticated }: Pick<Throttles, 'unauthenticated'>,
): CheckCallback {
  const name = access.kind === 'header' ? access.header : 'authorization';
  const expected = access.secrets.map((secret) => digest(headerOf(access, secret)));
  return (c) => {
    const sent = soleValue(c.env.incoming, name);
    const given = sent === undefined ? undefined : digest(asCompared(access, sent));
    // Every one is compared, so that the time says nothing of which it is.
    const isExpected =
      given !== undefined && expected.filter((each) => timingSafeEqual(each, given)).length > 0;
    if (isExpected) return;
    unauthenticated(c);
    const reason = sent === undefined ? 'token-missing' : 'wrong-token';
    throw new Problem(401, 'The callback is not authenticated as agreed.', { refusal: { reason } });
  };
}

function headerOf(access: CallbackAccess, secret: string): string {
  switch (access.kind) {
    case 'header':
      return secret;
    case 'basic':
      return `basic ${Buffer.from(`${access.user}:${secret}`).toString('base64')}`;
    case 'bearer':
      return `bearer ${secret}`;
  }
}

/** The name of a scheme has no case. */
const asCompared = ({ kind }: CallbackAccess, sent: string): string =>
  kind === 'header' ? sent : sent.replace(/^\S+/, (scheme) => scheme.toLowerCase());

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
