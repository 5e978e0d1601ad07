import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends exactly these bytes on a connection of its own and reads until it closes, or for `withinMs`. */
export function rawRequest(port: number, bytes: string, withinMs = 5000): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
        head,
        body: rest.join('\r\n\r\n'),
      });
    };
    const timer = setTimeout(finish, withinMs);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.once('close', finish);
    socket.once('error', (error) => (text === '' ? reject(error) : finish()));
  });
}

/** A POST of JSON, with headers as they are given, doubled ones too. */
export function rawPost(
  port: number,
  path: string,
  { headers = [], body = '' }: { readonly headers?: readonly string[]; readonly body?: string },
): Promise<RawAnswer> {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...headers,
  ];
  return rawRequest(port, `${lines.join('\r\n')}\r\n\r\n${body}`);
}
