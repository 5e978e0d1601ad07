import { connect, createServer, type Socket } from 'node:net';
import { listening, throughPort } from '../network/through-port.ts';

/** A pooler that gives its connections to the server away for a transaction at a time, as PgBouncer does in transaction mode. */
export interface TransactionPooler {
  urlOf(url: string): string;
  stop(): Promise<void>;
}

interface Backend {
  readonly socket: Socket;
  /** What the server has said until it was ready for the first time. */
  readonly greeting: Promise<Buffer>;
  client: Socket | undefined;
}

const readyForQuery = 0x5a;
const idle = 0x49;

export async function startTransactionPooler(targetPort: number): Promise<TransactionPooler> {
  const sockets = noting();
  const { openBackend, attach } = backends(targetPort, sockets.note);
  const server = createServer((client) => {
    sockets.note(client);
    let startup: Buffer | undefined;
    let current: Promise<Backend> | undefined;
    client.on('data', (chunk) => {
      if (startup === undefined) {
        startup = chunk;
        openBackend(chunk).greeting.then((greeting) => client.write(greeting));
        return;
      }
      const asked = startup;
      const attached = async (before: Backend | undefined) =>
        before?.client === client ? before : attach(client, asked);
      current = Promise.resolve(current).then(attached);
      void current.then(({ socket }) => socket.write(chunk));
    });
  });
  const port = await listening(server);
  return {
    urlOf: (url) => throughPort(url, port),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sockets.destroy();
      await closed;
    },
  };
}

/** Every socket, so that none is left open. */
function noting() {
  const sockets = new Set<Socket>();
  return {
    note(socket: Socket): void {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    },
    destroy(): void {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The connections to the server, each of which serves one client until its transaction is over. */
function backends(targetPort: number, note: (socket: Socket) => void) {
  const free: Backend[] = [];
  return {
    /** `startup` is what the client has asked the server for: database, user and settings. */
    openBackend,
    async attach(client: Socket, startup: Buffer): Promise<Backend> {
      const last = free.pop();
      if (last) {
        last.client = client;
        return last;
      }
      const backend = openBackend(startup);
      await backend.greeting;
      free.splice(free.indexOf(backend), 1);
      backend.client = client;
      return backend;
    },
  };

  function openBackend(startup: Buffer): Backend {
    const socket = connect({ host: '127.0.0.1', port: targetPort });
    note(socket);
    const greeting = Promise.withResolvers<Buffer>();
    const backend: Backend = { socket, greeting: greeting.promise, client: undefined };
    let held = Buffer.alloc(0);
    let said = Buffer.alloc(0);
    socket.write(startup);
    socket.on('data', (chunk) => {
      backend.client?.write(chunk);
      said = Buffer.concat([said, chunk]);
      held = Buffer.concat([held, chunk]);
      for (let length = lengthIn(held); length <= held.length; length = lengthIn(held)) {
        const isIdle = held[0] === readyForQuery && held[5] === idle;
        held = held.subarray(length);
        if (!isIdle) continue;
        backend.client = undefined;
        free.push(backend);
        greeting.resolve(said);
      }
    });
    return backend;
  }
}

/** Of the first message, with its type; more than there is when it is not whole. */
const lengthIn = (bytes: Buffer): number =>
  bytes.length < 5 ? Number.POSITIVE_INFINITY : 1 + bytes.readUInt32BE(1);
