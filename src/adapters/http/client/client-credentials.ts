import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { type GetHeldToken, heldToken } from './held-token.ts';
import { type HttpOutcome, isSuccess } from './http-outcome.ts';
import { sendHttpRequest } from './http-request.ts';

/** What a peer has registered for us at its own OAuth host. */
export interface ClientCredentials {
  /** The token endpoint, such as `https://acme.example/oauth/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent where the host knows it from the registration. */
  readonly scope?: string;
  /** Where the host takes id and secret; in the form unless told. */
  readonly sentIn?: 'form' | 'basic';
}

export interface ClientCredentialsOptions {
  /** Hears why a request gave no token, in a code that quotes nothing. */
  readonly onNoToken?: (reason: string) => void;
  /** Hears of each token that is replaced because the peer has refused it. */
  readonly onRefused?: () => void;
  readonly dispatcher?: Dispatcher;
}

/** Longer than any host needs, and shorter than a lease. In milliseconds. */
const timeoutMs = 10_000;
/** How long a token without `expires_in` is used, in milliseconds. */
const assumedLifetimeMs = 10 * 60_000;
/** Tokens are renewed this long before they expire, but not before four fifths of their life are over. In milliseconds. */
const renewBeforeMs = 5 * 60_000;

/**
 * Tokens by client credentials (RFC 6749, 4.4), which go in the form or as Basic (2.3.1). Kept until they expire, and asked for once however
 * many wait. Rejects when there is no token; the error and `onNoToken` have a reason, and never the secret or the token.
 */
export function clientCredentialsTokens(
  credentials: ClientCredentials,
  { onNoToken, onRefused, dispatcher }: ClientCredentialsOptions = {},
): GetHeldToken {
  return heldToken({
    fetch: async () => {
      const result = await requestToken(credentials, dispatcher);
      const isGiven = result.outcome === 'answered' && isSuccess(result.status);
      const answer = isGiven ? tokenAnswer.safeParse(result.body).data : undefined;
      if (answer !== undefined) return withTimes(answer);
      const reason = reasonOf(result);
      onNoToken?.(reason);
      throw new Error(`the OAuth host gave no token: ${reason}`);
    },
    ...(onRefused && { onRefused }),
  });
}

/** The request alone, for an authority whose answers are read in a way of their own. */
export function requestToken(
  { tokenUrl, clientId, clientSecret, scope, sentIn }: ClientCredentials,
  dispatcher?: Dispatcher,
): Promise<HttpOutcome> {
  const isBasic = sentIn === 'basic';
  const form = {
    grant_type: 'client_credentials',
    ...(!isBasic && { client_id: clientId, client_secret: clientSecret }),
    ...(scope !== undefined && { scope }),
  };
  const basic = isBasic ? ['authorization', basicOf(clientId, clientSecret)] : [];
  return sendHttpRequest({
    method: 'POST',
    url: tokenUrl,
    headers: ['content-type', 'application/x-www-form-urlencoded', 'accept', 'application/json', ...basic],
    body: new URLSearchParams(form).toString(),
    timeoutMs,
    ...(dispatcher && { dispatcher }),
  });
}

/** Both are encoded as in a form before they are joined (RFC 6749, 2.3.1). */
function basicOf(clientId: string, clientSecret: string): string {
  const [id, secret] = [clientId, clientSecret].map((each) =>
    new URLSearchParams({ '': each }).toString().slice(1),
  );
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** Printable, since it goes into a header. Some hosts write the seconds as text. */
const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

function withTimes({ access_token: token, expires_in: seconds }: z.output<typeof tokenAnswer>) {
  const lifetimeMs = seconds === undefined ? assumedLifetimeMs : seconds * 1000;
  const expiresAt = Date.now() + lifetimeMs;
  return { token, expiresAt, renewAt: expiresAt - Math.min(renewBeforeMs, lifetimeMs / 5) };
}

const refusal = z.object({ error: z.string().regex(/^[a-z_]{1,64}$/) });

/** A host's sentences may quote what was sent; its codes, which RFC 6749 lists, do not. */
function reasonOf(result: HttpOutcome): string {
  if (result.outcome !== 'answered') return result.cause;
  if (isSuccess(result.status)) return 'answer-without-token';
  return refusal.safeParse(result.body).data?.error ?? `status-${result.status}`;
}
