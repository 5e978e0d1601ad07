import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { bodyOf } from '../../simulators/faults/forward.ts';
import { closed, listening } from '../../simulators/faults/server.ts';

/** Any load balancer: each request goes to the next replica, without regard to what it is about. */
export interface RoundRobin {
  readonly url: string;
  /** Ports of the replicas that get requests, in turn. */
  balance(ports: readonly number[]): void;
  /** Requests that got no answer, or a 5xx. */
  failures(): readonly string[];
  stop(): Promise<void>;
}

export async function startRoundRobin(): Promise<RoundRobin> {
  const agent = new Agent({ keepAlive: false });
  const failures: string[] = [];
  let targets: readonly number[] = [];
  let next = 0;

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const ports = targets.map((_, index) => targets[(next + index) % targets.length] ?? 0);
    next++;
    for (const port of ports) {
      const outcome = await forward({ incoming, body, port, agent }, response);
      if (outcome === 'refused') continue;
      if (outcome !== 'answered') break;
      if (response.statusCode >= 500) failures.push(`${incoming.url} ${response.statusCode}`);
      return;
    }
    failures.push(`${incoming.url} no answer`);
    response.socket?.resetAndDestroy();
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  const port = await listening(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    balance: (ports) => {
      targets = ports;
    },
    failures: () => failures,
    async stop() {
      agent.destroy();
      await closed(server);
    },
  };
}

interface Passing {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly port: number;
  readonly agent: Agent;
}

/** `refused`: nobody listened there, so nobody has seen the request. */
function forward(
  { incoming: { method, url, headers }, body, port, agent }: Passing,
  response: ServerResponse,
): Promise<'answered' | 'refused' | 'lost'> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, method, path: url, headers, agent }, (answer) => {
      bodyOf(answer).then(
        (read) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers).end(read);
          resolve('answered');
        },
        () => resolve('lost'),
      );
    });
    sent.once('error', (error) =>
      resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'lost'),
    );
    sent.end(body);
  });
}
