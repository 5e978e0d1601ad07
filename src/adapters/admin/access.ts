import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { Throttles } from '../http/limits/throttles.ts';
import { Problem } from '../http/requests/problem.ts';
import type { ServerEnv } from '../http/server/routes.ts';
import { soleAuthorization } from '../http/server/times-sent.ts';

/** Throws the {@link Problem} with which a request is refused that is not an operator's. */
export type CheckOperator = (c: Context<ServerEnv>) => void;

/**
 * Admits requests with the token, which is compared in constant time. Without a configured token these addresses do not
 * exist. A wrong token counts against the limit of unauthenticated requests.
 */
export function operatorAccess(
  tokenNow: () => string | undefined,
  { unauthenticated }: Pick<Throttles, 'unauthenticated'>,
): CheckOperator {
  return (c) => {
    const token = tokenNow();
    if (token === undefined) {
      const refusal = { reason: 'no-admin-token-set' } as const;
      throw new Problem(404, 'There is nothing at this address.', { refusal });
    }
    c.header('cache-control', 'no-store');
    const given = /^Bearer (\S+)$/i.exec(soleAuthorization(c) ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return;
    unauthenticated(c);
    c.header('www-authenticate', 'Bearer');
    const refusal = { reason: given === undefined ? 'token-missing' : 'wrong-token' } as const;
    throw new Problem(401, "An operator's token is needed.", { refusal });
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
