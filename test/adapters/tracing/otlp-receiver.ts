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

/** One point of a metric: a number, or of a histogram how many values there are in each bucket. */
export interface ReceivedPoint {
  readonly name: string;
  readonly kind: 'gauge' | 'sum' | 'histogram';
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Of a histogram its sum. */
  readonly value: number | undefined;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Of all metrics that came, in the order in which they came. */
  readonly points: readonly ReceivedPoint[];
  /** Attributes of the processes that sent something. */
  readonly resource: Readonly<Record<string, string | number>>;
  /** Everything that came, headers included. */
  readonly raw: readonly string[];
  stop(): Promise<void>;
}

/** Takes spans and metrics by OTLP over HTTP, with Protocol Buffers. Answers with `status`. */
export async function otlpReceiver(status = 200): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const points: ReceivedPoint[] = [];
  const raw: string[] = [];
  let resource = {};
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    raw.push(
      `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body.toString('latin1')}`,
    );
    for (const resourceSpans of buffersIn(body, 1)) {
      resource = { ...resource, ...attributesIn(buffersIn(resourceSpans, 1)[0] ?? Buffer.of(), 1) };
      for (const ofScope of buffersIn(resourceSpans, 2)) {
        if (request.url === '/v1/metrics') points.push(...buffersIn(ofScope, 2).flatMap(pointsOf));
        else spans.push(...buffersIn(ofScope, 2).map(spanOf));
      }
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    points,
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

const kinds = [
  ['gauge', 5],
  ['sum', 7],
  ['histogram', 9],
] as const;

function pointsOf(metric: Buffer): readonly ReceivedPoint[] {
  const name = buffersIn(metric, 1)[0]?.toString() ?? '';
  return kinds.flatMap(([kind, number]) =>
    buffersIn(metric, number)
      .flatMap((data) => buffersIn(data, 1))
      .map((point) => ({
        name,
        kind,
        attributes: attributesIn(point, kind === 'histogram' ? 9 : 7),
        value: buffersIn(point, kind === 'histogram' ? 5 : 4)[0]?.readDoubleLE(),
        bounds: eightBytesIn(point, 7, kind).map((each) => each.readDoubleLE()),
        counts: eightBytesIn(point, 6, kind).map((each) => Number(each.readBigUInt64LE())),
      })),
  );
}

/** The numbers of a packed field of a histogram. */
function eightBytesIn(point: Buffer, number: number, kind: ReceivedPoint['kind']): readonly Buffer[] {
  const packed = kind === 'histogram' ? Buffer.concat([...buffersIn(point, number)]) : Buffer.of();
  return Array.from({ length: packed.length / 8 }, (_, index) => packed.subarray(8 * index, 8 * index + 8));
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
