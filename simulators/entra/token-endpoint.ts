import { randomUUID, timingSafeEqual } from 'node:crypto';

export interface RegisteredApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the token endpoint is asked, with the secret from the form or from HTTP Basic. */
interface TokenRequest {
  readonly grantType: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

interface Refusal {
  readonly status: 400 | 401;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Reason {
  readonly status: Refusal['status'];
  readonly error: string;
  /** The number in `AADSTS…`. */
  readonly code: number;
  readonly text: string;
}

type Grant =
  | { readonly granted: true; readonly clientId: string; readonly audience: string }
  | { readonly granted: false; readonly refusal: Refusal };

const reasons = {
  grant: {
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
    text: 'The grant type is not supported.',
  },
  app: { status: 400, error: 'unauthorized_client', code: 700016, text: 'The application was not found.' },
  secret: { status: 401, error: 'invalid_client', code: 7000215, text: 'Invalid client secret provided.' },
  scope: { status: 400, error: 'invalid_scope', code: 1002012, text: 'The scope must end in /.default.' },
  tenant: { status: 400, error: 'invalid_tenant', code: 90002, text: 'The tenant was not found.' },
} as const satisfies Record<string, Reason>;

/** Decides a client-credentials request with Entra's own codes. */
export function decideGrant(request: TokenRequest, apps: readonly RegisteredApp[]): Grant {
  if (request.grantType !== 'client_credentials') return refused('grant');
  const app = apps.find(({ clientId }) => clientId === request.clientId);
  if (!app) return refused('app');
  if (!equal(app.clientSecret, request.clientSecret)) return refused('secret');
  const audience = audienceOf(request.scope);
  if (audience === undefined) return refused('scope');
  return { granted: true, clientId: app.clientId, audience };
}

export function refusal(why: keyof typeof reasons): Refusal {
  const { status, error, code, text } = reasons[why];
  const body = {
    error,
    error_description: `AADSTS${code}: ${text}`,
    error_codes: [code],
    timestamp: new Date().toISOString(),
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  };
  return { status, body };
}

/** Reads form and `Authorization: Basic`, in which both halves are form-encoded (RFC 6749 §2.3.1). */
export function readTokenRequest(form: URLSearchParams, authorization: string | undefined): TokenRequest {
  const basic = basicCredentials(authorization);
  return {
    grantType: form.get('grant_type') ?? '',
    clientId: form.get('client_id') ?? basic?.clientId ?? '',
    clientSecret: form.get('client_secret') ?? basic?.clientSecret ?? '',
    scope: form.get('scope') ?? '',
  };
}

function refused(why: keyof typeof reasons): Grant {
  return { granted: false, refusal: refusal(why) };
}

function audienceOf(scope: string): string | undefined {
  if (!scope.endsWith('/.default')) return undefined;
  const audience = scope.slice(0, -'/.default'.length);
  return audience === '' ? undefined : audience;
}

function basicCredentials(authorization: string | undefined): RegisteredApp | undefined {
  const encoded = /^basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const pair = new URLSearchParams(
    `pair=${Buffer.from(encoded, 'base64').toString().replace(':', '&secret=')}`,
  );
  return { clientId: pair.get('pair') ?? '', clientSecret: pair.get('secret') ?? '' };
}

function equal(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
