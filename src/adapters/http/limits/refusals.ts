import type { Clock } from '../../../application/ports/clock.ts';
import type { Log, LogFields } from '../../../application/ports/log.ts';
import { throttledWarning } from './throttled-warning.ts';

/** Why a request was refused, in words for machines. The set is closed, since it labels a figure. */
export type RefusalReason =
  // Of a token:
  | 'token-missing'
  | 'token-repeated'
  | 'token-malformed'
  | 'untrusted-issuer'
  | 'wrong-audience'
  | 'wrong-tenant'
  | 'claim-missing'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-algorithm'
  | 'unknown-key'
  | 'bad-signature'
  | 'keys-not-fetched'
  // Of a caller with a good token:
  | 'unknown-caller'
  | 'way-not-allowed'
  | 'service-host-not-allowed'
  | 'wrong-service-url'
  // Of a callback:
  | 'not-signed'
  | 'signature-out-of-time'
  | 'unknown-live-chat'
  | 'live-chat-ended'
  | 'live-chat-opening'
  | 'lane-full'
  // Of an operator:
  | 'wrong-token'
  | 'no-admin-token-set'
  // Of any request:
  | 'too-many-requests'
  | 'too-large'
  | 'compressed'
  | 'unsupported'
  | 'invalid'
  | 'not-found'
  | 'other';

export interface Refusal {
  readonly reason: RefusalReason;
  /** Ids and hosts that were compared, cleaned and short; never a token, a text or a name. */
  readonly compared?: LogFields;
}

export interface RefusedRequest extends Refusal {
  /** The pattern of the route, never the path that was asked for. */
  readonly route: string;
  readonly status: number;
}

export interface RefusedCount {
  readonly route: string;
  readonly reason: RefusalReason;
  readonly count: number;
  /** When it last was, in milliseconds since 1970; 0 where no clock was given. */
  readonly lastAt: number;
}

/** What was refused since the process started. */
export interface Refusals {
  /** Counts, and logs unless the same route refused something for the same reason a moment ago. */
  note(refused: RefusedRequest): void;
  counts(): readonly RefusedCount[];
}

/** `nowMs` only ever grows; `clock` tells when something was refused. */
export function refusalsIn(log: Log, nowMs?: () => number, clock?: Pick<Clock, 'now'>): Refusals {
  const warn = throttledWarning(log, 'refused', nowMs);
  const counted = new Map<
    string,
    { readonly route: string; readonly reason: RefusalReason; count: number; lastAt: number }
  >();
  return {
    note({ route, status, reason, compared }) {
      const key = `${route} ${reason}`;
      const one = counted.get(key) ?? { route, reason, count: 0, lastAt: 0 };
      counted.set(key, one);
      one.count++;
      one.lastAt = clock?.now() ?? 0;
      warn(key, { route, status, reason, ...compared });
    },
    counts: () => [...counted.values()],
  };
}
