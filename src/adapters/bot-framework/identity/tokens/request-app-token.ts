import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { requestToken } from '../../../http/client/client-credentials.ts';
import { type HttpOutcome, isSuccess } from '../../../http/client/http-outcome.ts';
import { unverifiedClaims } from '../unverified-claims.ts';
import type { AppConnection, AppRegistration } from './app-connection.ts';
import { NoToken, reasonOfRefusal } from './no-token.ts';

/** A new token of an app for a scope. Rejects with {@link NoToken}, also when the token is of another tenant. */
export async function requestAppToken(
  app: AppConnection,
  scope: string,
  dispatcher?: Dispatcher,
): Promise<string> {
  const token = await issued(app, scope, dispatcher);
  const tenant = unverifiedClaims(token)?.tid;
  if (typeof tenant === 'string' && tenant !== app.tenantId) throw new NoToken('token-of-another-tenant');
  return token;
}

async function issued(app: AppConnection, scope: string, dispatcher?: Dispatcher): Promise<string> {
  const { credential } = app;
  if (credential.kind === 'secret')
    return tokenBySecret(app, { secret: credential.secret, scope }, dispatcher);
  // MSAL is loaded only where it is used.
  const { msalToken } = await import('./msal-token.ts');
  return msalToken({ ...app, credential }, scope, dispatcher);
}

const tokenAnswer = z.object({ access_token: z.string().min(1) });

/** The client-credentials request of Entra's endpoint of version 2.0, to any authority. */
async function tokenBySecret(
  { authority, tenantId, clientId }: AppRegistration,
  { secret: clientSecret, scope }: { readonly secret: string; readonly scope: string },
  dispatcher?: Dispatcher,
): Promise<string> {
  const tokenUrl = `${authority}/${tenantId}/oauth2/v2.0/token`;
  const result = await requestToken({ tokenUrl, clientId, clientSecret, scope }, dispatcher);
  const body = result.outcome === 'answered' && isSuccess(result.status) ? result.body : undefined;
  const answer = tokenAnswer.safeParse(body);
  if (!answer.success) throw new NoToken(reasonOf(result));
  return answer.data.access_token;
}

const refusal = z.object({
  error: z.string().optional().catch(undefined),
  error_codes: z.array(z.number().int().positive()).optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
});

/** Entra's codes say what is wrong; its sentences may name people, apps and parts of what was sent. */
function reasonOf(result: HttpOutcome): string {
  if (result.outcome !== 'answered') return result.cause;
  const { error, error_codes: codes, error_description: text } = refusal.safeParse(result.body).data ?? {};
  const code = codes?.[0] ?? /^AADSTS(\d{1,10})\b/.exec(text ?? '')?.[1];
  const reason = reasonOfRefusal(code, error);
  if (reason !== undefined) return reason;
  return isSuccess(result.status) ? 'answer-without-token' : `status-${result.status}`;
}
