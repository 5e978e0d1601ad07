import { setTimeout as sleep } from 'node:timers/promises';
import { type Patience, waitBefore } from '../run/patience.ts';
import type { OpenSessions } from '../sessions/open-sessions.ts';
import type { Credentials } from './credentials.ts';
import { type Exchange, type Headers, isAnswered } from './exchange.ts';
import type { Transport } from './transport.ts';

export interface VendorApiSettings {
  /** Without a trailing slash. */
  readonly url: string;
  readonly credentials: Credentials;
  /** Sent with each request. */
  readonly extraHeaders: Headers;
  readonly timeoutMs: number;
  readonly transport: Transport;
  /** What is opened has to be ended. */
  readonly sessions: OpenSessions;
  /** How long a live chat that asks for patience is waited for. */
  readonly patience: Patience;
}

export interface VendorRequest {
  /** Below the vendor's URL, or a whole URL, which gets our credentials only when it is the vendor's as well. */
  readonly path: string;
  readonly headers?: Headers;
  /** Text that goes out as it is; no body when undefined. */
  readonly body?: string;
  readonly method?: string;
  /** Whose credentials go along: our own, wrong ones, or none. */
  readonly as?: 'ourselves' | 'stranger' | 'anonymous';
  /** Cuts the connection once the request has gone out. */
  readonly isCut?: boolean;
}

export interface VendorApi {
  /**
   * Never rejects for what the vendor does: the exchange says what came back, or that nothing did. Repeats, as the bridge
   * would, what is answered with "not now" (409, 425, 429, 503 with `Retry-After`), as long as there is patience.
   */
  send(request: VendorRequest): Promise<Exchange>;
  /** Every exchange so far, in the order of their answers. */
  readonly exchanges: readonly Exchange[];
  /** True when the last three requests were not answered in time: waiting for more of them says nothing new. */
  isSilent(): boolean;
  /** Takes no more requests, and resolves when those that are under way have been answered. */
  close(): Promise<void>;
}

export function vendorApi(settings: VendorApiSettings): VendorApi {
  const exchanges: Exchange[] = [];
  const underWay = new Set<Promise<Exchange>>();
  const closing = new AbortController();
  const tried = async (wanted: VendorRequest): Promise<Exchange> => {
    closing.signal.throwIfAborted();
    const trying = exchanged(wanted, settings);
    underWay.add(trying);
    const exchange = await trying.finally(() => underWay.delete(trying));
    exchanges.push(exchange);
    settings.sessions.note(exchange);
    return exchange;
  };
  return {
    exchanges,
    async send(wanted) {
      for (let attempt = 0; ; attempt += 1) {
        const exchange = await tried(wanted);
        const waitMs = waitBefore(exchange, attempt, settings.patience);
        if (waitMs === undefined) return exchange;
        await sleep(waitMs, undefined, { signal: closing.signal });
      }
    },
    isSilent: () => exchanges.length >= 3 && exchanges.slice(-3).every(isLate),
    async close() {
      closing.abort(new Error('no more requests'));
      await Promise.allSettled(underWay);
      settings.transport.close();
    },
  };
}

const isLate = ({ answer }: Exchange): boolean => !isAnswered(answer) && answer.kind === 'timeout';

async function exchanged(wanted: VendorRequest, settings: VendorApiSettings): Promise<Exchange> {
  const { method = 'POST', path, body = '', isCut = false } = wanted;
  const url = URL.canParse(path) ? path : `${settings.url}${path}`;
  const isVendors = new URL(url).origin === new URL(settings.url).origin;
  const own = isVendors ? { ...settings.extraHeaders, ...(await shownBy(wanted, settings)) } : {};
  const headers = { ...wanted.headers, ...own };
  const startedAt = performance.now();
  const { timeoutMs, transport } = settings;
  const answer = await transport.send({ url, method, headers, body, timeoutMs, isCut });
  const ms = Math.round(performance.now() - startedAt);
  return { direction: 'to-live-chat', method, url, headers, body, answer, ms };
}

function shownBy({ as = 'ourselves' }: VendorRequest, { credentials }: VendorApiSettings) {
  switch (as) {
    case 'ourselves':
      return credentials.headers();
    case 'stranger':
      return credentials.wrongHeaders;
    case 'anonymous':
      return {};
  }
}
