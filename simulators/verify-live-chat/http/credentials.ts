import { Agent, request } from 'undici';
import { fieldOf, type Headers, parsedJson } from './exchange.ts';

/** How the bridge proves to the live chat who it is. */
export interface Credentials {
  readonly isAny: boolean;
  /** Names in lower case. Rejects with a `CredentialsFailure` when a token cannot be had. */
  headers(): Promise<Headers>;
  /** Of the same kind, and worthless. */
  readonly wrongHeaders: Headers;
}

export type CredentialsChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'api-key'; readonly header: string; readonly value: string }
  | ({ readonly kind: 'oauth' } & OAuthClient);

export interface OAuthClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

/** The token endpoint gave no token; nothing can be said about the live chat itself. */
export class CredentialsFailure extends Error {
  override readonly name = 'CredentialsFailure';
}

const WRONG = 'not-the-agreed-credentials';

export function credentialsOf(choice: CredentialsChoice, ca: string | undefined): Credentials {
  switch (choice.kind) {
    case 'none':
      return { isAny: false, headers: async () => ({}), wrongHeaders: {} };
    case 'bearer':
      return fixed({ authorization: `Bearer ${choice.token}` }, { authorization: `Bearer ${WRONG}` });
    case 'api-key': {
      const name = choice.header.toLowerCase();
      return fixed({ [name]: choice.value }, { [name]: WRONG });
    }
    case 'oauth': {
      let token: Promise<string> | undefined;
      return {
        isAny: true,
        async headers() {
          token ??= tokenOf(choice, ca);
          return { authorization: `Bearer ${await token}` };
        },
        wrongHeaders: { authorization: `Bearer ${WRONG}` },
      };
    }
  }
}

function fixed(headers: Headers, wrongHeaders: Headers): Credentials {
  return { isAny: true, headers: async () => headers, wrongHeaders };
}

const TOKEN_WITHIN_MS = 10_000;

/** Client credentials, RFC 6749 section 4.4. One token serves the whole run, which is shorter than any token lives. */
async function tokenOf(client: OAuthClient, ca: string | undefined): Promise<string> {
  const dispatcher = new Agent({ connect: { ...(ca === undefined ? {} : { ca }) } });
  try {
    const answer = await request(client.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        ...(client.scope === undefined ? {} : { scope: client.scope }),
      }).toString(),
      dispatcher,
      signal: AbortSignal.timeout(TOKEN_WITHIN_MS),
    });
    const body = parsedJson(await answer.body.text());
    const token = fieldOf(body, 'access_token');
    if (typeof token === 'string' && token !== '') return token;
    const error = fieldOf(body, 'error');
    const named = typeof error === 'string' ? ` (${error.slice(0, 80)})` : '';
    throw new CredentialsFailure(
      `${client.tokenUrl} answered ${answer.statusCode} and no access_token${named}`,
    );
  } catch (error) {
    if (error instanceof CredentialsFailure) throw error;
    throw new CredentialsFailure(`${client.tokenUrl} cannot be asked for a token`, { cause: error });
  } finally {
    await dispatcher.destroy();
  }
}
