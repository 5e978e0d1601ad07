/** A token as its authority gave it. Times are in milliseconds since 1970. */
export interface FetchedToken {
  readonly token: string;
  readonly expiresAt: number;
  /** From then on the next one is fetched while this one is still given. */
  readonly renewAt: number;
}

/**
 * Gives the token, at once when there is one; rejects as the fetch does when there is none. `refused` is a token that was given
 * and that the other side does not take: it is replaced, at most once in ten seconds; until then the same is given again.
 */
export type GetHeldToken = (refused?: string) => string | Promise<string>;

interface HeldTokenOptions {
  readonly fetch: () => Promise<FetchedToken>;
  /** Hears of each token that is replaced because the other side has refused it. */
  readonly onRefused?: () => void;
}

/** A renewal that failed while the token is still valid is tried again after this, in milliseconds. */
const retryRenewalMs = 10_000;
/** Tokens that are refused are replaced at most so often, in milliseconds. */
const replaceEveryMs = 10_000;
/** A token is not sent so shortly before it expires, in milliseconds: clocks differ. */
const lastUseMs = 30_000;

/** Keeps one token, and has it fetched once however many wait for it. */
export function heldToken({ fetch, onRefused }: HeldTokenOptions): GetHeldToken {
  let held: FetchedToken | undefined;
  let underWay: Promise<string> | undefined;
  let triedAt = 0;
  let replacedAt = 0;

  function fetchOnce(): Promise<string> {
    underWay ??= fetch()
      .then((fetched) => {
        held = fetched;
        return fetched.token;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  }

  /** Without effect when the token is another one by now, so that many who were refused at once fetch one. */
  function discard(refused: string): void {
    if (held?.token !== refused || Date.now() - replacedAt < replaceEveryMs) return;
    replacedAt = Date.now();
    held = undefined;
    onRefused?.();
  }

  return (refused) => {
    if (refused !== undefined) discard(refused);
    const now = Date.now();
    if (held === undefined || held.expiresAt - now <= lastUseMs) return fetchOnce();
    // Callers do not wait for the next token while this one is valid. A failure shows when it has expired.
    if (now >= held.renewAt && now - triedAt > retryRenewalMs) {
      triedAt = now;
      fetchOnce().catch(() => undefined);
    }
    return held.token;
  };
}
