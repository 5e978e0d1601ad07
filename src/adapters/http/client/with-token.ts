import { type Awaitable, andThen } from '../../../application/ports/awaitable.ts';

/** What was sent with a token, or `no-token` when there is none now. */
export type SentWithToken<Sent> = Sent | { readonly outcome: 'not-sent'; readonly cause: 'no-token' };

export interface TokenUse<Sent> {
  /** With `refused`, a token that the other side has refused: another one if there is one, else the same. */
  readonly getToken: (refused?: string) => Awaitable<string>;
  readonly send: (token: string) => Awaitable<Sent>;
  /** Whether the other side has refused the token, and nothing but the token. */
  readonly isTokenRefused: (sent: Sent) => boolean;
}

/** So long after the beginning there is no second try, in milliseconds: both have to fit into the lease of a lane. */
const secondTryWithinMs = 15_000;

/** Sends with a token. When the other side refuses the token, it is sent once more, at once, if there is another token. */
export function withToken<Sent>(use: TokenUse<Sent>): Promise<SentWithToken<Sent>> {
  const { getToken, send, isTokenRefused } = use;
  const begunAt = performance.now();
  const again = (refused: string, sent: Sent): Awaitable<Sent> =>
    andThen(
      tokenOr(refused, () => getToken(refused)),
      (other) => (other === refused ? sent : send(other)),
    );
  // Mostly there is a token already, and nothing to wait for.
  const outcome = andThen(tokenOr(undefined, getToken), (token): Awaitable<SentWithToken<Sent>> => {
    if (token === undefined) return { outcome: 'not-sent', cause: 'no-token' };
    return andThen(send(token), (sent) => {
      const isOver = !isTokenRefused(sent) || performance.now() - begunAt > secondTryWithinMs;
      return isOver ? sent : again(token, sent);
    });
  });
  return Promise.resolve(outcome);
}

/** There may be a token again before the message is too old. */
function tokenOr<Default>(
  otherwise: Default,
  getToken: () => Awaitable<string>,
): Awaitable<string | Default> {
  try {
    const token = getToken();
    return token instanceof Promise ? token.catch(() => otherwise) : token;
  } catch {
    return otherwise;
  }
}
