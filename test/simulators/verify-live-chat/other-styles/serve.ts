import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Payload, Reply } from './vendor.ts';

export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Payload;
}

interface Style {
  readonly answer: (asked: Asked) => Promise<Reply> | Reply;
  readonly write: (outgoing: ServerResponse, reply: Reply) => void;
}

/** Serves JSON on 127.0.0.1; how it is written is the vendor's. */
export async function serve({ answer, write }: Style) {
  const answered = async (incoming: IncomingMessage): Promise<Reply> => {
    const body = JSON.parse((await text(incoming)) || '{}');
    return answer({ path: incoming.url ?? '', headers: incoming.headers, body });
  };
  const server = createServer((incoming, outgoing) => {
    void answered(incoming).then((reply) => write(outgoing, reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
