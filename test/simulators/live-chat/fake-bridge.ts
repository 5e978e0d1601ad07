import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  readonly isSigned: boolean;
  /** How many callbacks were being answered at that moment, this one among them. */
  readonly atOnce: number;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Cuts the connection instead. */
  readonly isCut?: boolean;
  readonly afterMs?: number;
}

export interface FakeBridge {
  readonly callbackUrl: string;
  readonly heard: readonly Heard[];
  /** The next answers, in order; 202 when there are none left. */
  answers(...next: readonly Answer[]): void;
  stop(): Promise<void>;
}

/** Hears callbacks, checks their signature as a receiver would, and answers what the test wants. */
export function startFakeBridge(): Promise<FakeBridge> {
  const heard: Heard[] = [];
  const next: Answer[] = [];
  let atOnce = 0;
  const server = createServer(async (request, response) => {
    atOnce += 1;
    const text = (await request.toArray()).join('');
    heard.push({
      headers: request.headers,
      body: JSON.parse(text),
      isSigned: isSigned(text, request.headers),
      atOnce,
    });
    const {
      status,
      body = { status: 'accepted' },
      headers = {},
      isCut,
      afterMs = 0,
    } = next.shift() ?? { status: 202 };
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    atOnce -= 1;
    if (isCut) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The fake bridge has no port');
      resolve({
        callbackUrl: `http://127.0.0.1:${address.port}/api/messages/proactive`,
        heard,
        answers: (...wanted) => void next.push(...wanted),
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

function isSigned(text: string, headers: IncomingHttpHeaders): boolean {
  const single = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  try {
    new Webhook(SECRET).verify(text, single);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
