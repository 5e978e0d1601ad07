import { connect, createServer, type Socket } from 'node:net';

/** A pooler that keeps a connection to the server for each client, and is odd in one way. */
interface OddPooler {
  urlOf(url: string): string;
  stop(): Promise<void>;
}

/**
 * - `refuses-options`: no client may ask for settings at its start, as with PgBouncer by default.
 * - `drops-options`: what clients ask for at their start is ignored, as with `ignore_startup_parameters`.
 * - `statement-mode`: no client may begin a transaction.
 */
export type Oddity = 'refuses-options' | 'drops-options' | 'statement-mode';

/** `port` is the server's. */
export async function startOddPooler(oddity: Oddity, port: number): Promise<OddPooler> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.pipe(client);
    let hasStarted = false;
    client.on('data', (chunk) => {
      const isStart = !hasStarted;
      hasStarted = true;
      if (isStart && oddity === 'refuses-options' && settingsIn(chunk).has('options')) {
        client.end(refusal('unsupported startup parameter: options'));
      } else if (isStart && oddity === 'drops-options') {
        const settings = settingsIn(chunk);
        settings.delete('options');
        upstream.write(startupOf(settings));
      } else if (oddity === 'statement-mode' && chunk.includes('begin\0')) {
        client.write(refusal('transaction blocks not allowed in statement pooling mode'));
        client.write(readyForQuery);
      } else upstream.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    urlOf(url) {
      const through = new URL(url);
      through.host = `127.0.0.1:${own}`;
      return through.href;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Behind its length and the version of the protocol, a startup message has names and values. */
function settingsIn(startup: Buffer): Map<string, string> {
  const texts = startup.subarray(8).toString().split('\0');
  const settings = new Map<string, string>();
  for (let place = 0; texts[place]; place += 2) settings.set(texts[place] ?? '', texts[place + 1] ?? '');
  return settings;
}

function startupOf(settings: ReadonlyMap<string, string>): Buffer {
  const texts = Buffer.from(`${[...settings].flat().join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + texts.length);
  head.writeUInt32BE(0x30000, 4);
  return Buffer.concat([head, texts]);
}

function message(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(4 + content.length, 1);
  return Buffer.concat([head, content]);
}

const refusal = (text: string): Buffer => message('E', Buffer.from(`SERROR\0C08P01\0M${text}\0\0`));
const readyForQuery = message('Z', Buffer.from('I'));
