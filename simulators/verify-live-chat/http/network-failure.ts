import type { Unanswered } from './exchange.ts';

const closings: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'UND_ERR_SOCKET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);
const absences: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);

/** What a network error means to the developer of the other side. */
export function failureOf(error: unknown): Unanswered {
  const code = codeOf(error);
  if (closings.has(code)) return { failure: 'the connection was closed without an answer', kind: 'closed' };
  if (absences.has(code)) return { failure: `no answer there (${code})`, kind: 'unreachable' };
  if (code.startsWith('HPE_')) return { failure: `what came back is not HTTP (${code})`, kind: 'not-http' };
  if (/CERT|SIGNATURE|ISSUER/.test(code))
    return { failure: `its certificate is not trusted (${code})`, kind: 'tls' };
  return { failure: `the connection could not be made (${code})`, kind: 'tls' };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.message : codeOf(error.cause);
}
