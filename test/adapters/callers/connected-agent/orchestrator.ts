import { randomBytes, randomUUID } from 'node:crypto';
import type { Claims } from '../../../../simulators/entra/entra.ts';
import { type OddServer, oddServer } from '../../http/client/odd-server.ts';
import {
  type RunningBridge,
  type RunningBridgeOptions,
  startRunningBridge,
} from '../../http/running-bridge.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the bridge answered to one turn. */
export interface TurnAnswered {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
  /** Texts in the answer, however it was to be given. */
  readonly texts: readonly string[];
}

/** A customer's conversation with a copilot that has the bridge as a connected agent. */
export interface Orchestrator {
  readonly conversationId: string;
  /** Every URL that was given as a callback: its query is the secret. */
  readonly secrets: readonly string[];
  /** One turn; each has an id and a callback of its own unless the overrides say otherwise. */
  turn(text: string, overrides?: Fields, options?: TurnOptions): Promise<TurnAnswered>;
  /** Texts that the customer was shown at callbacks, in order, with what kept others from being shown. */
  shown(): readonly string[];
  /** The callbacks that were given so far are good no more; the next turn's is. */
  revoke(status?: number): void;
  renew(): void;
}

export interface TurnOptions {
  readonly claims?: Claims;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of a right token; empty sends none. */
  readonly token?: string;
}

export interface ConnectedBridge extends RunningBridge {
  readonly callbacks: OddServer;
  orchestrator(always?: Fields): Orchestrator;
}

/** A bridge that is called as a connected agent, and the server of its callbacks. */
export async function startConnectedBridge(
  environment: Readonly<Record<string, string>> = {},
  options: RunningBridgeOptions = {},
): Promise<ConnectedBridge> {
  const rights = new Map<string, number>();
  const callbacks = await oddServer((response, { url, headers }) => {
    // Exactly as it was given, and without a token: a copilot knows nothing else.
    const status = headers.authorization === undefined ? (rights.get(url) ?? 404) : 401;
    response.writeHead(status).end();
  });
  const world = await startRunningBridge({
    ...options,
    environment: {
      HANDOFF_CALLED_AS: 'both',
      HANDOFF_CALLBACK_HOSTS: new URL(callbacks.url).host,
      ...environment,
    },
  });
  return {
    ...world,
    callbacks,
    orchestrator: (always) => orchestrator({ world, callbacks, rights }, always),
    async stop() {
      await world.stop();
      await callbacks.stop();
    },
  };
}

interface Around {
  readonly world: RunningBridge;
  readonly callbacks: OddServer;
  readonly rights: Map<string, number>;
}

function orchestrator({ world, callbacks, rights }: Around, always: Fields = {}): Orchestrator {
  const conversationId = randomUUID();
  const own = `/external-agent/${randomUUID()}`;
  const secrets: string[] = [];
  const newCallback = (): string => {
    const secret = randomBytes(24).toString('base64url');
    const target = `${own}?api-version=1&name=19:x@thread.v2&sig=${secret}%2B'`;
    secrets.push(secret);
    rights.set(target, 202);
    return `${callbacks.url}${target}`;
  };
  let callback = newCallback();
  return {
    conversationId,
    secrets,
    async turn(text, overrides = {}, { claims = {}, headers = {}, token } = {}) {
      const { entra } = world.microsoft;
      const { clientId } = world.credentials.skillApp;
      const right = () => entra.sign(entra.claims({ aud: clientId, azp: clientId, ...claims }));
      const bearer = token ?? (await right());
      const activity = {
        type: 'message',
        id: randomUUID(),
        text,
        channelId: 'msteams',
        serviceUrl: callback,
        conversation: { id: conversationId },
        from: { id: '29:anna', name: 'Anna', role: 'user' },
        recipient: { id: 'handoff-bridge', role: 'connectorUser' },
        ...always,
        ...overrides,
      };
      const response = await fetch(`${world.url}/api/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-ms-agentsdk-caller': 'Connector',
          ...(bearer !== '' && { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        body: JSON.stringify(activity),
      });
      const body = await response.text();
      const contentType = response.headers.get('content-type');
      return { status: response.status, contentType, body, texts: textsIn(body) };
    },
    shown: () =>
      callbacks.heard
        .filter(({ url }) => url.startsWith(own))
        .map(({ body }) => JSON.parse(body))
        .flatMap(({ type, text }) => (type === 'message' ? [text] : [])),
    revoke(status = 403) {
      for (const target of rights.keys()) if (target.startsWith(own)) rights.set(target, status);
    },
    renew() {
      callback = newCallback();
    },
  };
}

const textsIn = (body: string): readonly string[] =>
  [...body.matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text}"`));

/** Waits until something is so, and then gives it; rejects after three seconds. */
export async function eventually<Value>(look: () => Value | undefined | false): Promise<Value> {
  for (let tries = 0; tries < 150; tries++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come to be so within three seconds');
}
