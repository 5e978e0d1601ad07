import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { buffersIn, numberIn } from './protobuf.ts';

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentId: string;
  /** 1 is internal, 2 server, 3 client. */
  readonly kind: number | undefined;
  /** 2 is an error; absent when nothing was said. */
  readonly status: number | undefined;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Attributes of the processes that sent something. */
  readonly resource: Readonly<Record<string, string | number>>;
  /** Everything that came, headers included. */
  readonly raw: readonly string[];
  stop(): Promise<void>;
}

/** Takes spans by OTLP over HTTP, with Protocol Buffers. Answers with `status`. */
export async function otlpReceiver(status = 200): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const raw: string[] = [];
  let resource = {};
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    raw.push(
      `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body.toString('latin1')}`,
    );
    for (const resourceSpans of buffersIn(body, 1)) {
      resource = { ...resource, ...attributesIn(buffersIn(resourceSpans, 1)[0] ?? Buffer.of(), 1) };
      for (const scopeSpans of buffersIn(resourceSpans, 2)) {
        spans.push(...buffersIn(scopeSpans, 2).map(spanOf));
      }
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    raw,
    get resource() {
      return resource;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function spanOf(span: Buffer): ReceivedSpan {
  const hex = (number: number): string => buffersIn(span, number)[0]?.toString('hex') ?? '';
  const status = buffersIn(span, 15)[0];
  return {
    name: buffersIn(span, 5)[0]?.toString() ?? '',
    traceId: hex(1),
    spanId: hex(2),
    parentId: hex(4),
    kind: numberIn(span, 6),
    status: status && numberIn(status, 3),
    attributes: attributesIn(span, 9),
  };
}

function attributesIn(message: Buffer, number: number): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    buffersIn(message, number).map((pair) => {
      const value = buffersIn(pair, 2)[0] ?? Buffer.of();
      const text = buffersIn(value, 1)[0]?.toString() ?? numberIn(value, 3) ?? '';
      return [buffersIn(pair, 1)[0]?.toString() ?? '', text];
    }),
  );
}
