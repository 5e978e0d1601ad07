import { SecretClient } from '@azure/keyvault-secrets';
import { z } from 'zod';
import { isLoopbackHost } from '../http/client/loopback.ts';
import type { EgressProxy } from '../http/client/proxies.ts';

export interface KeyVaultOptions {
  /** e.g. `https://contoso.vault.azure.net` */
  readonly url: string;
  /** For a scope that the vault names. Rejects with a `reason` when there is none. */
  readonly getToken: (scope: string) => string | Promise<string>;
  /** On the way to the vault; absent when there is none. */
  readonly proxy?: EgressProxy | undefined;
}

/** `cause` quotes nothing. It is final when asking again soon would give the same. */
export type SecretRead =
  | { readonly outcome: 'read'; readonly value: string }
  | { readonly outcome: 'not-read'; readonly cause: string; readonly isFinal: boolean };

/** Secrets in Azure Key Vault, each in its latest version. */
export interface KeyVault {
  readonly host: string;
  /** Never rejects. */
  read(name: string): Promise<SecretRead>;
}

const timeoutMs = 10_000;

export function keyVault({ url, getToken, proxy }: KeyVaultOptions): KeyVault {
  const { host, hostname } = new URL(url);
  // The time of a token is for who holds it to say; asked for each time, it is given at once.
  const credential = {
    getToken: async (scopes: string | string[]) => ({
      token: await getToken([scopes].flat()[0] ?? ''),
      expiresOnTimestamp: 0,
    }),
  };
  const client = new SecretClient(url, credential, {
    retryOptions: { maxRetries: 0 },
    // Whether what the vault asks for is a vault's is told by its domain, which loopback has not.
    disableChallengeResourceVerification: isLoopbackHost(hostname),
    ...(proxy && {
      proxyOptions: {
        host: `${proxy.isSecure ? 'https' : 'http'}://${proxy.host}`,
        port: proxy.port,
        ...proxy.credentials,
      },
    }),
  });
  return {
    host,
    async read(name) {
      try {
        const { value = '' } = await client.getSecret(name, { abortSignal: AbortSignal.timeout(timeoutMs) });
        return { outcome: 'read', value };
      } catch (error) {
        return { outcome: 'not-read', ...causeOf(error) };
      }
    },
  };
}

const fault = z.object({
  name: z.string().optional().catch(undefined),
  /** Of our own failure to get a token. */
  reason: z.string().optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

function causeOf(error: unknown): { readonly cause: string; readonly isFinal: boolean } {
  const { name, reason, statusCode, code } = fault.safeParse(error).data ?? {};
  if (reason !== undefined)
    return { cause: `no-token ${reason}`, isFinal: /^AADSTS|-invalid_request$/.test(reason) };
  if (statusCode !== undefined)
    return { cause: `status-${statusCode}`, isFinal: [400, 401, 403, 404].includes(statusCode) };
  if (name === 'AbortError') return { cause: 'timeout', isFinal: false };
  return { cause: code !== undefined && /^[A-Z][\w]{1,63}$/.test(code) ? code : 'failed', isFinal: false };
}
