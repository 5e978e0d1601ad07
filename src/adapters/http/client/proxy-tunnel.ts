import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { Agent, buildConnector } from 'undici';
import {
  type Destination,
  type EgressProxy,
  type ProxyFor,
  type ProxySettings,
  proxyChoice,
} from './proxies.ts';

/** The proxy made no tunnel, so the peer behind it has seen nothing. `code` is `proxy-407` or the like. */
class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly code: string;
  constructor(what: string, cause?: unknown) {
    super(`the proxy made no tunnel: ${what}`, { cause });
    this.code = `proxy-${what}`;
  }
}

/** For a connection through a proxy, or one without, to stand. In milliseconds. */
const connectTimeoutMs = 10_000;

/** A connection through a proxy to a destination, on which nothing was said yet. Rejects with a code that names the proxy. */
export function tunnelThrough(proxy: EgressProxy, { hostname, port }: Destination): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const authority = `${hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname}:${port}`;
    const asked = (proxy.isSecure ? secureRequest : plainRequest)({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      agent: false,
      // Node would take it from the Host header, which names the peer.
      servername: isIP(proxy.host) === 0 ? proxy.host : '',
      headers: {
        host: authority,
        ...(proxy.authorization !== undefined && { 'proxy-authorization': proxy.authorization }),
      },
    });
    const timer = setTimeout(() => asked.destroy(new ProxyFailure('timeout')), connectTimeoutMs);
    asked.once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      clearTimeout(timer);
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        return reject(new ProxyFailure(String(statusCode)));
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.once('error', (error: Error & { readonly code?: string }) => {
      clearTimeout(timer);
      reject(error instanceof ProxyFailure ? error : new ProxyFailure(error.code ?? 'failed', error));
    });
    asked.end();
  });
}

/** Connects for undici, through the proxy of each destination. */
function outboundConnector(proxyFor: ProxyFor): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeoutMs });
  return (options, callback) => {
    const { protocol, hostname } = options;
    const destination = {
      protocol,
      hostname,
      port: Number(options.port || (protocol === 'https:' ? 443 : 80)),
    };
    const proxy = proxyFor(destination);
    if (proxy === undefined) return connect(options, callback);
    tunnelThrough(proxy, destination).then(
      (socket) => {
        if (protocol === 'https:') connect({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** For requests that set no limit of their own: an attempt has to be over before its lease is. In milliseconds. */
const silenceMs = 30_000;

/** What all calls leave through. Without settings of a proxy it has no part in a connection. */
export function outboundAgent(settings?: ProxySettings): Agent {
  const limits = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
  return new Agent(settings ? { ...limits, connect: outboundConnector(proxyChoice(settings)) } : limits);
}
