import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { cut } from '../../../simulators/faults/cut.ts';

it.each(['waits', 'is just going'] as const)(
  'a connection whose caller %s is over when it is cut',
  async (caller) => {
    const over = Promise.withResolvers<void>();
    const server = createServer((_, response) => {
      const { socket } = response;
      response.once('close', over.resolve);
      if (caller === 'waits') cut(socket);
      else socket?.once('end', () => cut(socket));
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const ended = new Promise<Error | undefined>((resolve) => {
      client.once('error', resolve);
      client.once('close', () => resolve(undefined));
    });
    client.resume().write('GET / HTTP/1.1\r\nHost: bridge\r\n\r\n');
    if (caller === 'is just going') client.end();
    await over.promise;
    expect(await ended).toEqual(
      caller === 'waits' ? expect.objectContaining({ code: 'ECONNRESET' }) : undefined,
    );
  },
);
