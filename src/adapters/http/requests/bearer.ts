import type { Context } from 'hono';
import type { Refusal } from '../limits/refusals.ts';
import type { Throttles } from '../limits/throttles.ts';
import type { ServerEnv } from '../server/routes.ts';
import { timesSent } from '../server/times-sent.ts';
import { Problem } from './problem.ts';

/** For whom a bearer of Entra has to be, and from whom. What is absent is that of the app of our own. */
export interface ExpectedBearer {
  /** Where the tokens are issued. */
  readonly tenantId?: string | undefined;
  /** Each one an app id, which is taken with and without `api://` before it, or another Application ID URI. */
  readonly audiences?: readonly string[] | undefined;
  /** Ids of apps, as `azp` (version 2.0) or `appid` (version 1.0) name them. */
  readonly callers?: readonly string[] | undefined;
}

/**
 * `unauthorized`: not a token that counts. `forbidden`: a good token of another app. `undetermined`: the keys could not be
 * fetched, so nothing can be said about the token.
 */
type CheckedBearer = { readonly outcome: 'authenticated' } | RefusedBearer;

export interface RefusedBearer {
  readonly outcome: 'unauthorized' | 'forbidden' | 'undetermined';
  readonly refusal: Refusal;
}

/** Judges an `Authorization` header; answers at once where it knows the token already. */
export type CheckBearer = (authorization: string | undefined) => CheckedBearer | Promise<CheckedBearer>;

interface Asked {
  readonly throttles: Throttles;
  /** Whose token it should be, for the answer. */
  readonly of: string;
}

/** Throws the answer to a bearer that was refused: 401, 403, or 503 with `Retry-After`. */
export function refuseBearer(c: Context<ServerEnv>, refused: RefusedBearer, { throttles, of }: Asked): never {
  switch (refused.outcome) {
    case 'unauthorized': {
      throttles.unauthenticated(c);
      c.header('www-authenticate', 'Bearer');
      const isRepeated = timesSent(c.env.incoming, 'authorization') > 1;
      const refusal = isRepeated ? ({ reason: 'token-repeated' } as const) : refused.refusal;
      throw new Problem(401, `A valid token of ${of} is needed.`, { refusal });
    }
    case 'forbidden':
      throttles.unauthenticated(c);
      throw new Problem(403, 'This caller is not allowed.', { refusal: refused.refusal });
    case 'undetermined':
      c.header('retry-after', '5');
      throw new Problem(503, 'Tokens cannot be checked at the moment.', { refusal: refused.refusal });
  }
}
