import { connect, createServer, type Socket } from 'node:net';
import { listening, throughPort } from './through-port.ts';

/** A way to a party that can break, byte for byte. */
export interface BreakableWay {
  readonly port: number;
  /** The address of the party as it is reached through here. */
  urlOf(url: string): string;
  /**
   * The next connection that sends these bytes, or the so-many-th piece of anything, is cut: `asked` as soon as the
   * server has it, `answered` when it has answered, which nobody hears.
   */
  cutNext(what: Cut['what'], when: Cut['when']): void;
  /** How many connections were cut so. */
  cuts(): number;
  /** Cuts every connection, and takes no other. */
  down(): void;
  up(): void;
  /** Swallows everything, and keeps connections open. */
  swallow(): void;
  stop(): Promise<void>;
}

interface Cut {
  readonly what: string | { readonly pieces: number };
  readonly when: 'asked' | 'answered';
}

type State = 'up' | 'down' | 'swallowing';

interface Order {
  readonly isIt: (chunk: Buffer) => boolean;
  readonly when: Cut['when'];
}

export async function startBreakableWay(targetPort: number): Promise<BreakableWay> {
  const sockets = new Set<Socket>();
  let state: State = 'up';
  const orders: Order[] = [];
  let cuts = 0;
  const takeOrder = (chunk: Buffer): Order | undefined => {
    const order = orders.find(({ isIt }) => isIt(chunk));
    if (!order) return undefined;
    orders.splice(orders.indexOf(order), 1);
    cuts++;
    return order;
  };
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: targetPort });
    connected({ client, upstream, sockets, state: () => state, takeOrder });
  });
  const port = await listening(server);
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    urlOf: (url) => throughPort(url, port),
    cutNext: (what, when) => void orders.push({ isIt: isIn(what), when }),
    cuts: () => cuts,
    down() {
      state = 'down';
      cutAll();
    },
    up() {
      state = 'up';
    },
    swallow() {
      state = 'swallowing';
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cutAll();
      await closed;
    },
  };
}

interface Connection {
  readonly client: Socket;
  readonly upstream: Socket;
  /** All that are open. */
  readonly sockets: Set<Socket>;
  readonly state: () => State;
  /** The order that these bytes meet, which is used up then. */
  readonly takeOrder: (chunk: Buffer) => Order | undefined;
}

function connected({ client, upstream, sockets, state, takeOrder }: Connection): void {
  let isDoomed = false;
  const cut = () => {
    client.resetAndDestroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) {
    sockets.add(socket);
    // Otherwise the second half of each answer waits for the 40 ms of a delayed acknowledgement.
    socket.setNoDelay(true);
    socket.on('error', cut);
    socket.on('close', () => {
      sockets.delete(socket);
      cut();
    });
  }
  if (state() === 'down') {
    cut();
    return;
  }
  client.on('data', (chunk) => {
    if (state() === 'swallowing') return;
    const order = takeOrder(chunk);
    if (order) isDoomed = true;
    upstream.write(chunk, () => order?.when === 'asked' && cut());
  });
  upstream.on('data', (chunk) => {
    if (isDoomed) cut();
    else if (state() !== 'swallowing') client.write(chunk);
  });
}

function isIn(what: Cut['what']): (chunk: Buffer) => boolean {
  if (typeof what === 'string') return (chunk) => chunk.includes(what);
  let left = what.pieces;
  return () => --left <= 0;
}
