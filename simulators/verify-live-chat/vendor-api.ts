import { Agent, request } from 'undici';
import type { Credentials } from './credentials.ts';
import { type Exchange, type Headers, isAnswered, type Unanswered } from './exchange.ts';

export interface VendorApiSettings {
  /** Without a trailing slash. */
  readonly url: string;
  readonly credentials: Credentials;
  /** Sent with each request. */
  readonly extraHeaders: Headers;
  /** PEM of all authorities that are trusted; the well-known ones when absent. */
  readonly ca?: string;
  readonly timeoutMs: number;
}

export interface VendorRequest {
  /** Below the vendor's URL, or a whole URL, which gets our credentials only when it is the vendor's as well. */
  readonly path: string;
  readonly headers?: Headers;
  /** Text that goes out as it is; no body when undefined. */
  readonly body?: string;
  readonly method?: string;
  /** Leaves our own credentials out, or sends wrong ones in their place. */
  readonly as?: 'ourselves' | 'stranger';
}

export interface VendorApi {
  /** Never rejects for what the vendor does: the exchange says what came back, or that nothing did. */
  send(request: VendorRequest): Promise<Exchange>;
  /** Every exchange so far, in the order of their answers. */
  readonly exchanges: readonly Exchange[];
  /** True when the last three requests were not answered in time: waiting for more of them says nothing new. */
  isSilent(): boolean;
  close(): Promise<void>;
}

const LARGEST_BODY = 1024 * 1024;

export function vendorApi(settings: VendorApiSettings): VendorApi {
  const exchanges: Exchange[] = [];
  // Each request on its own connection: one that the vendor closes between two requests would look like a fault.
  const agent = new Agent({
    pipelining: 0,
    connect: { ...(settings.ca === undefined ? {} : { ca: settings.ca }) },
  });
  return {
    exchanges,
    async send(wanted) {
      const exchange = await exchanged(wanted, settings, agent);
      exchanges.push(exchange);
      return exchange;
    },
    isSilent: () => exchanges.length >= 3 && exchanges.slice(-3).every(isLate),
    close: () => agent.destroy(),
  };
}

const isLate = ({ answer }: Exchange): boolean => !isAnswered(answer) && answer.kind === 'timeout';

async function exchanged(
  wanted: VendorRequest,
  settings: VendorApiSettings,
  agent: Agent,
): Promise<Exchange> {
  const { credentials } = settings;
  const { method = 'POST', path, body = '' } = wanted;
  const url = URL.canParse(path) ? path : `${settings.url}${path}`;
  const isVendors = new URL(url).origin === new URL(settings.url).origin;
  const own = wanted.as === 'stranger' ? credentials.wrongHeaders : await credentials.headers();
  const headers = { ...wanted.headers, ...(isVendors ? { ...settings.extraHeaders, ...own } : {}) };
  const startedAt = performance.now();
  const answer = await answerOf({ url, method, headers, body }, settings, agent);
  return {
    direction: 'to-live-chat',
    method,
    url,
    headers,
    body,
    answer,
    ms: Math.round(performance.now() - startedAt),
  };
}

interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
}

async function answerOf(
  { url, method, headers, body }: Outgoing,
  { timeoutMs }: VendorApiSettings,
  dispatcher: Agent,
): Promise<Exchange['answer']> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, { method, headers, body: body || null, dispatcher, signal });
    const text = await response.body.text();
    return {
      status: response.statusCode,
      headers: flat(response.headers),
      body: text.slice(0, LARGEST_BODY),
    };
  } catch (error) {
    return signal.aborted
      ? { failure: `no answer within ${timeoutMs} ms`, kind: 'timeout' }
      : failureOf(error);
  }
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

const closings: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'UND_ERR_SOCKET',
  'EPIPE',
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

/** What a network error means to somebody who mends the other side. */
export function failureOf(error: unknown): Unanswered {
  const code = codeOf(error);
  if (closings.has(code)) return { failure: 'the connection was closed without an answer', kind: 'closed' };
  if (absences.has(code)) return { failure: `nobody answers there (${code})`, kind: 'unreachable' };
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
