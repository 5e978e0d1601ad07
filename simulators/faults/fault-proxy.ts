import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type CallerRuns, callerRuns } from './caller-runs.ts';
import type { Exchange } from './exchange.ts';
import type { Fault } from './fault.ts';
import { bodyOf, type Forwarder, forwarder } from './forward.ts';
import { meet } from './meet.ts';
import { type Orders, orders } from './orders.ts';
import { type OvertakeGate, overtakeGate } from './overtake-gate.ts';
import { connectorRefusal, type Refusal } from './planned-refusal.ts';
import type { Schedule } from './schedule.ts';
import { closed, listening } from './server.ts';

interface FaultProxyOptions {
  /** The peer's http origin, or what tells where it is now. */
  readonly target: string | (() => string);
  /** 0 or absent takes a free one. */
  readonly port?: number;
  /** What requests meet; without it they meet nothing until told. */
  readonly schedule?: Schedule;
  readonly watch?: Watch;
  /** What the peer says when it refuses by itself. Default: what the Bot Connector says. */
  readonly refusal?: Refusal;
  /** The caller is one process at a time, so that its connections tell its lives apart. Default false. */
  readonly hasOneCaller?: boolean;
}

/** Sees requests on their way, and may hold them up. */
export interface Watch {
  /** Before the peer sees it. Resolves with what it is to meet instead of what was planned, if anything. */
  arrived(exchange: Exchange): Promise<Fault | undefined>;
  /** The peer has answered, and the caller does not know it yet. */
  answered(exchange: Exchange): Promise<void>;
}

/** Stands before a peer and lets requests meet faults, over real sockets. */
export interface FaultProxy extends Pick<Orders, 'next' | 'rule' | 'follow' | 'heal'> {
  /** Origin without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** All requests so far, in the order of their coming. */
  readonly exchanges: readonly Exchange[];
  /** Connections that are made from now on are those of another process of the caller. */
  callerRestarts(): void;
  /** While down, connections are refused, and those that were open are cut. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** Rejects when no port can be had. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, schedule, watch, refusal = connectorRefusal, hasOneCaller = false } = options;
  const peer = forwarder(typeof target === 'string' ? () => target : target);
  const stopping = new AbortController();
  const { next, rule, follow, heal, take } = orders(schedule);
  const exchanges: OpenExchange[] = [];
  const runs = hasOneCaller ? callerRuns() : undefined;
  const passage = overtakeGate();
  const inside = { peer, exchanges, take, watch, runs, passage, refusal, stopping: stopping.signal };
  const server = createServer((request, response) => {
    pass(inside, request, response).catch(() => response.destroy());
  });
  if (runs) server.on('connection', runs.connected);
  const port = await listening(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    exchanges,
    next,
    rule,
    follow,
    heal,
    callerRestarts: () => runs?.restarted(),
    down: () => closed(server),
    up: async () => void (await listening(server, port)),
    async stop() {
      stopping.abort();
      peer.close();
      await closed(server);
    },
  };
}

type OpenExchange = { -readonly [Key in keyof Exchange]: Exchange[Key] };

interface Inside {
  readonly peer: Forwarder;
  readonly exchanges: OpenExchange[];
  readonly take: Orders['take'];
  readonly watch: Watch | undefined;
  readonly runs: CallerRuns | undefined;
  readonly passage: OvertakeGate;
  readonly refusal: Refusal;
  readonly stopping: AbortSignal;
}

/** Takes one request through, past whatever it is to meet. */
async function pass(inside: Inside, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { exchanges, peer, passage, refusal, watch } = inside;
  const { method = 'GET', url: path = '/', headers } = request;
  const at = Date.now();
  const body = await bodyOf(request);
  const number = exchanges.length;
  const asked = { number, method, path, body: body.toString() };
  const planned = inside.take(asked);
  const run = inside.runs?.of(request.socket);
  const known = { ...asked, fault: planned, at, ...(run !== undefined && { callerRun: run }) };
  const exchange: OpenExchange = { ...known, endedAt: undefined, peer: undefined, status: undefined };
  exchanges.push(exchange);
  const forward: Forwarder['forward'] = async (incoming) => {
    const answer = await peer.forward(incoming);
    exchange.peer ??= { status: answer.status, body: answer.body.toString(), at: Date.now() };
    passage.passed();
    await watch?.answered(exchange);
    return answer;
  };
  const gone = goneSignal(response, inside.stopping);
  try {
    const fault = (await watch?.arrived(exchange)) ?? planned;
    exchange.fault = fault;
    const met = { fault, forward, passage, refusal, gone };
    const { status, statusLine } = await meet({ method, path, headers, body }, response, met);
    exchange.status = status;
    if (statusLine !== undefined) exchange.statusLine = statusLine;
  } finally {
    exchange.endedAt = Date.now();
  }
}

function goneSignal(response: ServerResponse, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, stopping]);
}
