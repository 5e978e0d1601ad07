import { decodeJwt } from 'jose';
import type { SessionId } from '../../../../domain/ids.ts';
import { type FetchedToken, type GetHeldToken, heldToken } from '../../../http/client/held-token.ts';
import { type HttpOutcome, isSuccess } from '../../../http/client/http-outcome.ts';
import { type TokenAnswer, tokenAnswer, verifiedSubject } from '../wire.ts';
import { identityLifetimeSeconds } from './identity-token.ts';

/** Tokens of one session's end user. */
export interface SessionToken {
  readonly get: GetHeldToken;
  /** The place on the stream at which the first token was given; absent before, and where Salesforce named none. */
  readonly firstEventId: () => string | undefined;
  /** From when on the stream has to be made anew with another token, in milliseconds since 1970. */
  readonly renewAt: () => number;
  /** Fetches another one where it is time for it. Resolves with whether there is one that need not be renewed yet. */
  readonly renew: () => Promise<boolean>;
}

export interface SessionTokens {
  /** The same for the same session. They are kept for economy alone: another process has its own. */
  of(session: SessionId): SessionToken;
  /** The session is over. */
  forget(session: SessionId): void;
}

interface TokenSource {
  /** Asks Salesforce for a token. */
  readonly fetch: (session: SessionId) => Promise<HttpOutcome>;
  readonly now: () => number;
  /** Hears why there is none, in a code that quotes nothing. */
  readonly onNoToken: (reason: string) => void;
  readonly onRefused: () => void;
}

const mostSessions = 10_000;
/** How long a token is used that does not say when it expires, in milliseconds. */
const assumedLifetimeMs = 20 * 60_000;
/** Tokens are renewed this long before they expire, but not before four fifths of their life are over. In milliseconds. */
const renewBeforeMs = 5 * 60_000;

/** Known by the code that operators read: a token for an anonymous end user is none, since nothing renews it. */
export const anonymous = 'anonymous-token';

export function sessionTokens({ fetch, now, onNoToken, onRefused }: TokenSource): SessionTokens {
  const known = new Map<SessionId, SessionToken>();

  function newToken(session: SessionId): SessionToken {
    let firstEventId: string | undefined;
    let renewAt = 0;
    let underWay: Promise<FetchedToken> | undefined;
    async function fetchNext(): Promise<FetchedToken> {
      const { token, lastEventId } = await fetchVerified(session);
      firstEventId ??= lastEventId;
      renewAt = token.renewAt;
      return token;
    }
    const get = heldToken({
      onRefused,
      fetch() {
        underWay = fetchNext();
        return underWay;
      },
    });
    return {
      get,
      firstEventId: () => firstEventId,
      renewAt: () => renewAt,
      async renew() {
        await Promise.allSettled([get(), underWay]);
        return renewAt > now();
      },
    };
  }

  async function fetchVerified(session: SessionId) {
    const result = await fetch(session);
    const read = readToken(result);
    if (typeof read !== 'string') return { token: lifeOf(read, now()), lastEventId: read.lastEventId };
    onNoToken(read);
    throw new Error(`Salesforce gave no token: ${read}`);
  }

  return {
    of(session) {
      const token = known.get(session) ?? newToken(session);
      known.delete(session);
      known.set(session, token);
      const [oldest] = known.keys();
      if (known.size > mostSessions && oldest !== undefined) known.delete(oldest);
      return token;
    },
    forget: (session) => void known.delete(session),
  };
}

/** The token in an answer, or why there is none. */
export function readToken(result: HttpOutcome): TokenAnswer | string {
  if (result.outcome !== 'answered') return result.cause;
  if (!isSuccess(result.status)) return String(result.status);
  const answer = tokenAnswer.safeParse(result.body).data;
  if (answer === undefined) return 'answer-without-token';
  const subject = subjectOf(answer);
  return subject === undefined || subject.startsWith(verifiedSubject) ? answer : anonymous;
}

/** Who Salesforce takes the end user for, as the answer says or the token itself; absent where neither does. */
export const subjectOf = ({ accessToken, context }: TokenAnswer): string | undefined =>
  context?.endUser.subject ?? claimsOf(accessToken)?.sub;

/** Neither the token nor what it was given for may expire. */
function lifeOf({ accessToken: token }: TokenAnswer, now: number): FetchedToken {
  const expires = claimsOf(token)?.exp;
  const lifetimeMs = Math.min(
    expires === undefined ? assumedLifetimeMs : expires * 1000 - now,
    identityLifetimeSeconds * 1000,
  );
  const renewAfterMs = Math.max(lifetimeMs - renewBeforeMs, lifetimeMs * 0.8);
  return { token, expiresAt: now + lifetimeMs, renewAt: now + renewAfterMs };
}

function claimsOf(token: string): { readonly sub?: string; readonly exp?: number } | undefined {
  try {
    return decodeJwt(token);
  } catch {
    // A token is opaque to whom it is given.
    return undefined;
  }
}
