import type { Context } from 'hono';
import { Problem } from '../requests/problem.ts';
import { clientAddress } from '../server/client-address.ts';
import type { ServerEnv } from '../server/routes.ts';
import { tokenBuckets } from './token-buckets.ts';

/** Requests per second that each may keep up; after a pause, the worth of {@link burstSeconds} may come at once. */
export interface Rates {
  readonly perConversation: number;
  readonly perSession: number;
  /** The same in bytes of their bodies. */
  readonly bytesPerConversation: number;
  readonly bytesPerSession: number;
  /** For requests without a valid token or signature alone; unsigned callbacks that are allowed count when they guess. */
  readonly perAddress: number;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

/** A request of a conversation or a session. */
export interface Sent {
  readonly of: string;
  readonly body: string;
}

/** Each lets a request pass, or throws the 429 that answers it. There is no limit for a copilot or a live chat as a whole. */
export interface Throttles {
  readonly conversation: (c: Context<ServerEnv>, sent: Sent) => void;
  readonly session: (c: Context<ServerEnv>, sent: Sent) => void;
  /** Called once a token, a signature or an id was found to be wrong, so that a sender with a valid one is never held up. */
  readonly unauthenticated: (c: Context<ServerEnv>) => void;
}

/** More than fill a session's lane at the default rate, so that a full lane is told as such. */
const burstSeconds = 30;

export function throttles(rates: Rates): Throttles {
  const { perConversation, perSession, perAddress, bytesPerConversation, bytesPerSession } = rates;
  const addressOf = clientAddress(rates.trustedProxies);
  const address = throttle('address', perAddress);
  return {
    conversation: throttleBoth('conversation', perConversation, bytesPerConversation),
    session: throttleBoth('session', perSession, bytesPerSession),
    unauthenticated: (c) => address(c, addressOf(c)),
  };
}

/** Few large requests cost as much as many small ones. */
function throttleBoth(name: string, perSecond: number, bytesPerSecond: number) {
  const requests = throttle(name, perSecond);
  const bytes = throttle(name, bytesPerSecond, 'bytes');
  return (c: Context<ServerEnv>, { of, body }: Sent): void => {
    requests(c, of);
    bytes(c, of, Buffer.byteLength(body));
  };
}

/** The headers are those of draft-ietf-httpapi-ratelimit-headers. */
function throttle(name: string, perSecond: number, unit: 'requests' | 'bytes' = 'requests') {
  const burst = Math.max(1, Math.ceil(perSecond * burstSeconds));
  const take = tokenBuckets({ perSecond, burst });
  const policy = unit === 'requests' ? name : `${name}-${unit}`;
  return (c: Context<ServerEnv>, key: string, amount = 1): void => {
    const waitSeconds = Math.ceil(take(key, amount));
    if (waitSeconds === 0) return;
    c.header('retry-after', String(waitSeconds));
    c.header('ratelimit-policy', `"${policy}";q=${burst};w=${burstSeconds}`);
    c.header('ratelimit', `"${policy}";r=0;t=${waitSeconds}`);
    const refusal = { reason: 'too-many-requests', compared: { of: policy } } as const;
    throw new Problem(429, `Too many ${unit} of this ${name}.`, { refusal });
  };
}
