import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { boundUnreadBody } from './unread-body.ts';

export interface ConnectionLimits {
  readonly maxConnections: number;
  /** How long a client may take nothing of what is sent to it, in milliseconds. */
  readonly answerMs: number;
  /** Hears that a connection was refused since all that may be open are busy. */
  readonly onFull: () => void;
}

export interface Connections {
  /** Serves the requests of each connection in turn. */
  inTurn(serve: RequestListener): RequestListener;
  /** Watches over the connections of a server until it is closed. */
  watch(server: Server): void;
}

/** Requests of one connection that may wait for the one before them. */
const mostWaiting = 64;
/** Bytes that a connection may send ahead of the request that is being served. */
const mostAheadBytes = 256 * 1024;
const checkEveryMs = 500;

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Bytes that had come on the connection with the head of this request. */
  readonly readBytes: number;
}

interface Connection {
  readonly socket: Socket;
  readonly waiting: Exchange[];
  current: ServerResponse | undefined;
  served: number;
  idleSince: number;
  /** Bytes that the client had taken, and since when it has taken no more. */
  takenBytes: number;
  takenSince: number;
}

/**
 * Bounds what one client, and all of them together, can make the process hold. Node reads on while answers are not
 * taken, and starts every request that has come: some kilobytes of requests would hold gigabytes of answers. Here a
 * connection has one answer at a time, a few requests behind it, and some seconds to take what it asked for.
 */
export function connections(limits: ConnectionLimits): Connections {
  const open = new Map<Socket, Connection>();
  return {
    inTurn: (serve) => (incoming, outgoing) => {
      const connection = open.get(incoming.socket);
      // What is left of the input of a connection that was cut meanwhile.
      if (connection === undefined || connection.socket.destroyed) return;
      if (connection.current === undefined) run(connection, { incoming, outgoing, readBytes: 0 }, serve);
      else wait(connection, { incoming, outgoing, readBytes: connection.socket.bytesRead });
    },
    watch(server) {
      server.on('connection', (socket) => {
        if (open.size < limits.maxConnections || makeRoom(open)) return register(open, socket);
        socket.destroy();
        limits.onFull();
      });
      const timer = setInterval(() => cutStuck(open, limits.answerMs), checkEveryMs).unref();
      server.once('close', () => clearInterval(timer));
    },
  };
}

function register(open: Map<Socket, Connection>, socket: Socket): void {
  const now = performance.now();
  const connection = {
    socket,
    waiting: [],
    current: undefined,
    served: 0,
    idleSince: now,
    takenBytes: 0,
    takenSince: now,
  };
  open.set(socket, connection);
  socket.once('close', () => open.delete(socket));
}

function run(connection: Connection, { incoming, outgoing }: Exchange, serve: RequestListener): void {
  connection.current = outgoing;
  outgoing.once('close', () => {
    if (connection.socket.destroyed) return;
    connection.served++;
    connection.idleSince = performance.now();
    connection.current = undefined;
    const next = connection.waiting.shift();
    if (next) run(connection, next, serve);
  });
  boundUnreadBody(incoming, outgoing);
  serve(incoming, outgoing);
}

/** A client that sends too much ahead is cut off: input that has come cannot be put off. */
function wait({ socket, waiting }: Connection, exchange: Exchange): void {
  const aheadBytes = exchange.readBytes - (waiting[0] ?? exchange).readBytes;
  // Node keeps each chunk of a body that is not read yet by itself, and a chunk of one byte takes hundreds.
  const isChunked = 'transfer-encoding' in exchange.incoming.headers;
  if (waiting.length < mostWaiting && aheadBytes <= mostAheadBytes && !isChunked) waiting.push(exchange);
  else socket.destroy();
}

/** Closes the connection that is needed least: one that has brought no request yet, or the one that is idle longest. */
function makeRoom(open: Map<Socket, Connection>): boolean {
  let least: Connection | undefined;
  for (const connection of open.values()) {
    if (connection.current === undefined && (!least || isNeededLess(connection, least))) least = connection;
  }
  if (!least) return false;
  open.delete(least.socket);
  least.socket.destroy();
  return true;
}

function isNeededLess(one: Connection, other: Connection): boolean {
  const isNew = [one, other].map(({ served }) => served === 0);
  return isNew[0] === isNew[1] ? one.idleSince < other.idleSince : isNew[0] === true;
}

function cutStuck(open: ReadonlyMap<Socket, Connection>, answerMs: number): void {
  const now = performance.now();
  for (const connection of open.values()) {
    const { socket } = connection;
    const takenBytes = socket.writableLength === 0 ? -1 : socket.bytesWritten - socket.writableLength;
    if (takenBytes === -1 || takenBytes !== connection.takenBytes) {
      connection.takenBytes = takenBytes;
      connection.takenSince = now;
    } else if (now - connection.takenSince > answerMs) socket.destroy();
  }
}
