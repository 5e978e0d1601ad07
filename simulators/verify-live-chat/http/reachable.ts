import { once } from 'node:events';
import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { failureOf } from './network-failure.ts';

/**
 * Resolves when a connection to `url` can be made, with TLS when it says https. Rejects with a sentence that names the
 * cause: then nothing can be said about the contract.
 */
export async function assertReachable(url: string, ca: string | undefined, timeoutMs: number): Promise<void> {
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === 'https:';
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isTls ? 443 : 80) };
  const socket = isTls
    ? connectTls({
        ...to,
        ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
        ...(ca === undefined ? {} : { ca }),
      })
    : connectPlain(to);
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'AbortError';
    const why = isLate ? `no connection within ${timeoutMs} ms` : sentenceOf(error);
    throw new NotReachable(`${url} cannot be reached: ${why}`, { cause: error });
  } finally {
    socket.destroy();
  }
}

export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}

function sentenceOf(error: unknown): string {
  const { failure, kind } = failureOf(error);
  return kind === 'tls' ? `${failure}. An authority of your own is passed with --ca` : failure;
}
