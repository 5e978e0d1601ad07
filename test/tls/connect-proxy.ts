import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Certified } from './certificates.ts';

export interface Asked {
  /** Host and port as the proxy was asked for them. */
  readonly authority: string;
  readonly authorization?: string;
}

/** What a proxy does when it is asked for a tunnel. */
export type ProxyBehaviour = 'tunnel' | 'silence' | 'close' | 'nonsense' | number;

export interface ConnectProxy {
  readonly port: number;
  readonly asked: readonly Asked[];
  behave(as: ProxyBehaviour): void;
  stop(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** The port on loopback to which every name leads, since names of tests resolve nowhere. */
  readonly leadsTo: number;
  /** Speaks TLS with its clients if there is one. */
  readonly certified?: Certified;
}

/** A forward proxy on loopback. */
export function startConnectProxy({ leadsTo, certified }: ConnectProxyOptions): Promise<ConnectProxy> {
  const asked: Asked[] = [];
  const open = new Set<Socket>();
  let behaviour: ProxyBehaviour = 'tunnel';
  const server = certified ? createSecureServer(certified) : createServer();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  };
  server.on('connection', keep);
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket, head: Buffer) => {
    const authorization = headers['proxy-authorization'];
    asked.push({ authority: url, ...(authorization !== undefined && { authorization }) });
    keep(socket);
    if (behaviour === 'tunnel') {
      const party = connect(leadsTo, '127.0.0.1');
      keep(party);
      return join(socket, head, party);
    }
    if (behaviour === 'close') return void socket.destroy();
    if (behaviour === 'nonsense') return void socket.end('this is no HTTP\r\n\r\n');
    if (typeof behaviour === 'number') socket.end(`HTTP/1.1 ${behaviour} No\r\ncontent-length: 0\r\n\r\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        asked,
        behave: (as) => {
          behaviour = as;
        },
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            for (const socket of open) socket.destroy();
          }),
      });
    });
  });
}

function join(client: Socket, head: Buffer, party: Socket): void {
  party.once('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) party.write(head);
    party.pipe(client).pipe(party);
  });
  party.on('error', () => client.destroy());
}
