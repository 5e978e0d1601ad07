import type { Context } from 'hono';
import { clientAddress } from './client-address.ts';
import { Problem } from './problem.ts';
import type { ServerEnv } from './routes.ts';
import { tokenBuckets } from './token-buckets.ts';

/** Requests per second that each may keep up; after a pause, the worth of {@link burstSeconds} may come at once. */
export interface Rates {
  readonly perConversation: number;
  readonly perSession: number;
  /** For requests without a valid token or signature alone; unsigned callbacks that are allowed count when they guess. */
  readonly perAddress: number;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

/** Each lets a request pass, or throws the 429 that answers it. There is no limit for a party as a whole. */
export interface Throttles {
  readonly conversation: (c: Context<ServerEnv>, conversationId: string) => void;
  readonly session: (c: Context<ServerEnv>, liveChatId: string) => void;
  /** Called once a token, a signature or an id was found to be wrong, so that a sender with a valid one is never held up. */
  readonly stranger: (c: Context<ServerEnv>) => void;
}

/** More than fill a session's lane at the default rate, so that a full lane is told as such. */
const burstSeconds = 30;

export function throttles({ perConversation, perSession, perAddress, trustedProxies }: Rates): Throttles {
  const addressOf = clientAddress(trustedProxies);
  const address = throttle('address', perAddress);
  return {
    conversation: throttle('conversation', perConversation),
    session: throttle('session', perSession),
    stranger: (c) => address(c, addressOf(c)),
  };
}

/** The headers are those of draft-ietf-httpapi-ratelimit-headers. */
function throttle(name: string, perSecond: number) {
  const burst = Math.max(1, Math.ceil(perSecond * burstSeconds));
  const take = tokenBuckets({ perSecond, burst });
  return (c: Context<ServerEnv>, key: string): void => {
    const waitSeconds = Math.ceil(take(key));
    if (waitSeconds === 0) return;
    c.header('retry-after', String(waitSeconds));
    c.header('ratelimit-policy', `"${name}";q=${burst};w=${burstSeconds}`);
    c.header('ratelimit', `"${name}";r=0;t=${waitSeconds}`);
    const refusal = { reason: 'too-many-requests', compared: { of: name } } as const;
    throw new Problem(429, `Too many requests of this ${name}.`, undefined, { refusal });
  };
}
