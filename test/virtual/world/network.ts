import type { Exchange } from '../../../simulators/faults/exchange.ts';
import { type Fault, noFault } from '../../../simulators/faults/fault.ts';
import { intermediaryAnswer } from '../../../simulators/faults/intermediary.ts';
import type { Asked, Rule } from '../../../simulators/faults/orders.ts';
import { type Carry, networkError, type WireAnswer, type WireRequest } from './dispatcher.ts';
import { type BridgeProcessLife, spokenBy, whoSpeaks } from './process-lifetime.ts';
import type { VirtualTime } from './virtual-time.ts';

export type WireName = 'toBridge' | 'toTeams' | 'toLiveChat';

/** What requests on each way to and from the bridge meet, over and over again. */
export type FaultPlan = { readonly [Wire in WireName]: readonly Fault[] };

/** What single messages on each way meet, however often they are repeated. */
export type Rules = { readonly [Wire in WireName]?: Rule };

interface App {
  fetch(request: Request, env?: object): Response | Promise<Response>;
}

export const ports = { bridge: 5001, microsoft: 5002, liveChat: 5003 } as const;

export interface NetworkOptions {
  readonly time: VirtualTime;
  readonly weather: FaultPlan;
  /** Goes on after healing. */
  readonly rules?: Rules;
  readonly parties: { readonly microsoft: App; readonly liveChat: App };
  /** The process that listens now; absent while there is none. */
  readonly bridge: () => { readonly app: App; readonly life: BridgeProcessLife } | undefined;
  /** Comes to rest until it is its turn. */
  readonly step: (label: string) => Promise<void>;
  /** Told of what the bridge sends, and that the party has done it. */
  readonly sends?: (what: SentByBridge) => void;
}

/** A request of the bridge, on its way or done by its party and not yet answered. */
export interface SentByBridge {
  /** Of the requests on this way, counted from 0. */
  readonly number: number;
  readonly to: 'toTeams' | 'toLiveChat';
  readonly asked: Asked;
  readonly phase: 'sent' | 'done';
}

export interface Network {
  readonly carry: Carry;
  readonly exchanges: { readonly [Wire in WireName]: readonly Exchange[] };
  heal(): void;
}

type Kept = { -readonly [Field in keyof Exchange]: Exchange[Field] };

const never = new Promise<never>(() => {});

/** Carries requests between bridge and simulators, as slowly and as badly as it is told. */
export function network(options: NetworkOptions): Network {
  const { time, step } = options;
  const exchanges: Record<WireName, Kept[]> = { toBridge: [], toTeams: [], toLiveChat: [] };
  let isHealed = false;

  function begin(wire: WireName, request: WireRequest): Kept {
    const number = exchanges[wire].length;
    const fault = faultFor(options, { wire, number, isHealed }, request);
    const exchange = begun(request, { number, fault, at: time.now() });
    exchanges[wire].push(exchange);
    return exchange;
  }

  async function reach(request: WireRequest, exchange: Kept, wire: WireName): Promise<WireAnswer> {
    const { number, path } = exchange;
    const name = `${wire} ${number} ${path}`;
    if (wire !== 'toBridge') options.sends?.({ to: wire, number, asked: exchange, phase: 'sent' });
    await step(`${name} arrives`);
    const answer = await answerOf(request, options);
    if (wire !== 'toBridge') options.sends?.({ to: wire, number, asked: exchange, phase: 'done' });
    exchange.peer ??= { status: answer.status, body: answer.body, at: time.now() };
    await step(`${name} is answered`);
    return answer;
  }

  return {
    exchanges,
    heal() {
      isHealed = true;
    },
    async carry(request) {
      const caller = whoSpeaks();
      if (caller?.isOver) return never;
      const wire = wireOf(request, caller);
      if (wire === undefined) return answerOf(request, options);
      const exchange = begin(wire, request);
      const met = meet(exchange.fault, time, () => reach(request, exchange, wire));
      const answer = await met.finally(() => {
        exchange.endedAt = time.now();
      });
      if (caller?.isOver) {
        void answer.stream?.cancel();
        return never;
      }
      if (request.isGone()) return answer;
      if (answer.cutAfter === undefined) exchange.status = answer.status;
      else exchange.statusLine = answer.status;
      return caller && answer.stream ? { ...answer, stream: heardBy(caller, answer.stream) } : answer;
    },
  };
}

/** A process that is killed hears nothing more, and its connection is gone. */
function heardBy(caller: BridgeProcessLife, stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  void caller.end.then(() => reader.cancel());
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (caller.isOver) return never;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => reader.cancel(),
  });
}

interface Turn {
  readonly wire: WireName;
  /** Of the requests on this wire. */
  readonly number: number;
  readonly isHealed: boolean;
}

/** What a rule says of this request, or else what its turn brings. */
function faultFor({ weather, rules }: NetworkOptions, turn: Turn, { method, url, body }: WireRequest): Fault {
  const { wire, number, isHealed } = turn;
  const faults = weather[wire];
  const planned = isHealed ? noFault : (faults[number % Math.max(1, faults.length)] ?? noFault);
  return rules?.[wire]?.({ number, method, path: url.pathname, body }) ?? planned;
}

function begun({ method, url, body }: WireRequest, first: Pick<Kept, 'number' | 'fault' | 'at'>): Kept {
  const run = whoSpeaks()?.number;
  return {
    ...first,
    method,
    path: url.pathname,
    body,
    ...(run !== undefined && { callerRun: run }),
    endedAt: undefined,
    peer: undefined,
    status: undefined,
  };
}

/** Among the simulators themselves nothing goes wrong. */
function wireOf({ url }: WireRequest, caller: BridgeProcessLife | undefined): WireName | undefined {
  if (Number(url.port) === ports.bridge) return 'toBridge';
  if (!caller) return undefined;
  return Number(url.port) === ports.liveChat ? 'toLiveChat' : 'toTeams';
}

async function meet(fault: Fault, time: VirtualTime, reach: () => Promise<WireAnswer>): Promise<WireAnswer> {
  switch (fault.kind) {
    case 'none':
    case 'trickle':
    case 'reorder':
      return reach();
    case 'latency':
      await new Promise<void>((resolve) => time.after(fault.ms, resolve));
      return reach();
    case 'status': {
      const { status, retryAfterSeconds, code } = fault;
      const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      // An error that is named decides as the peer's own does.
      const body =
        code === undefined ? '' : JSON.stringify({ error: { code, message: 'A planned failure.' } });
      return { status, headers: { ...wait, 'content-type': 'application/json' }, body };
    }
    case 'intermediary': {
      const { headers, body } = intermediaryAnswer(fault.status);
      return { status: fault.status, headers, body: body.toString() };
    }
    case 'cut-answer':
      return { ...(await reach()), cutAfter: fault.bytes };
    case 'reset-before':
      throw networkError('ECONNRESET');
    case 'reset-after':
      void (await reach()).stream?.cancel();
      throw networkError('ECONNRESET');
    case 'black-hole':
      return never;
    case 'duplicate': {
      const copies = Array.from({ length: fault.copies }, reach);
      return Promise.race(copies);
    }
  }
}

async function answerOf(
  { url, method, headers, body }: WireRequest,
  { parties, bridge }: NetworkOptions,
): Promise<WireAnswer> {
  const request = new Request(url, { method, headers, ...(body !== '' && { body }) });
  switch (Number(url.port)) {
    case ports.microsoft:
      return spokenBy(undefined, () => readAnswer(parties.microsoft.fetch(request)));
    case ports.liveChat:
      return spokenBy(undefined, () => readAnswer(parties.liveChat.fetch(request)));
    default:
      return answerOfBridge(request, bridge());
  }
}

async function answerOfBridge(
  request: Request,
  bridge: ReturnType<NetworkOptions['bridge']>,
): Promise<WireAnswer> {
  if (!bridge || bridge.life.isOver) throw networkError('ECONNREFUSED');
  const { app, life } = bridge;
  const cut = life.end.then(() => Promise.reject(networkError('ECONNRESET')));
  return Promise.race([spokenBy(life, () => readAnswer(app.fetch(request, socketOf(request)))), cut]);
}

/** What Node's server knows of a request beyond what it says. */
const socketOf = ({ headers }: Request) => ({
  incoming: { rawHeaders: [...headers].flat(), socket: { remoteAddress: '127.0.0.1' } },
});

async function readAnswer(answered: Response | Promise<Response>): Promise<WireAnswer> {
  const response = await answered;
  const headers = Object.fromEntries(response.headers);
  const head = { status: response.status, headers };
  const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  if (isStream && response.body) return { ...head, body: '', stream: response.body };
  return { ...head, body: await response.text() };
}
