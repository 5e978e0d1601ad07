import { attempt, Broken, NotTried, type Recorder } from './attempt.ts';
import { callbackAdvice } from './callback-advice.ts';
import type { Callback, CallbackListener } from './callback-listener.ts';
import { isNotRepeated, isRepeatedAfterRefusal, staysInOrder } from './callback-promises.ts';
import type { CallbackRequests } from './callback-requests.ts';
import { type CallbackType, callbackTypes, shapeDifferences } from './callback-shape.ts';
import type { Report } from './clause.ts';
import type { Kind } from './pact.ts';
import { opened } from './session.ts';
import { signatureFinding } from './signature.ts';
import type { VendorApi } from './vendor-api.ts';

export interface CallbackParts {
  readonly kind: Kind;
  readonly api: VendorApi;
  readonly listener: CallbackListener;
  readonly requests: CallbackRequests;
  /** What a start names as `callbackUrl`. */
  readonly callbackUrl: string;
  readonly secret: string | undefined;
  readonly isWanted: (name: string) => boolean;
}

interface CallbackClause {
  readonly name: string;
  readonly work: () => Promise<void>;
}

/** Asks for one callback of each type, and then for those that show repeats, order and the end. */
export async function verifyCallbacks(parts: CallbackParts, report: Report): Promise<void> {
  for (const { name, work } of clausesOf(parts)) {
    if (!parts.isWanted(name)) continue;
    parts.listener.replyWith(undefined);
    report(await attempt({ name, group: 'callbacks', recorder: recorderOf(parts), work }));
  }
}

function clausesOf(parts: CallbackParts): readonly CallbackClause[] {
  const session = once(async () => (await opened(parts.api, parts.kind, parts.callbackUrl)).id);
  const other = once(async () => (await opened(parts.api, parts.kind, parts.callbackUrl)).id);
  const silent = { value: false };
  const arrived = (type: CallbackType, sessionId: string) => arrival(parts, { type, sessionId, silent });
  const ofType = (type: CallbackType): CallbackClause => ({
    name: `a callback of the type ${type}`,
    work: async () => assertShape(parts.kind, type, await arrived(type, await session())),
  });
  if (parts.kind === 'contoso-sample') return [ofType('message')];
  return [
    ...callbackTypes.filter((type) => type !== 'session-ended').map(ofType),
    {
      name: 'a callback that was answered with 503 is repeated under its messageId',
      work: async () => isRepeatedAfterRefusal(parts, arrived, await session()),
    },
    {
      name: 'two messages arrive in their order, also when the first has to be repeated',
      work: async () => staysInOrder(parts, arrived, await session()),
    },
    {
      name: 'a callback that was refused with 410 is not repeated',
      work: async () => isNotRepeated(parts, arrived, await other()),
    },
    ofType('session-ended'),
    { name: 'every callback is signed', work: async () => assertSigned(parts) },
  ];
}

interface Expected {
  readonly type: CallbackType;
  readonly sessionId: string;
  /** Set once nothing at all has come: each further wait would be in vain. */
  readonly silent: { value: boolean };
}

/** Asks for a callback and resolves with it. */
async function arrival(parts: CallbackParts, { type, sessionId, silent }: Expected): Promise<Callback> {
  const { listener, requests } = parts;
  const from = listener.received.length;
  if (silent.value && from === 0) {
    throw new NotTried('no callback has arrived so far', 'Mend the first callback clause that failed.');
  }
  const asked = await requests.ask(type, sessionId);
  if (asked.outcome === 'not-offered') {
    throw new NotTried(asked.cause, callbackAdvice.hook);
  }
  const fits = (callback: Callback): boolean => callback.type === type;
  const { withinMs } = requests;
  const { signal } = asked;
  const callback = await listener.next({ from, fits, withinMs, ...(signal === undefined ? {} : { signal }) });
  const isSkipped = signal?.aborted === true;
  asked.done?.();
  if (callback !== 'silence') return ofSession(callback, sessionId);
  if (isSkipped) throw new NotTried('it was skipped by hand', 'Run the command again to try it.');
  silent.value = true;
  throw new Broken(silence(type, withinMs, listener.received.slice(from)));
}

function ofSession(callback: Callback, sessionId: string): Callback {
  if (callback.sessionId === sessionId || callback.sessionId === undefined) return callback;
  throw new Broken({
    cause: 'the callback names another session',
    advice: callbackAdvice.session,
    differences: [{ where: '$.sessionId', expected: sessionId, received: String(callback.sessionId) }],
  });
}

function silence(type: CallbackType, withinMs: number, others: readonly Callback[]) {
  const received = others.length === 0 ? 'nothing' : others.map((other) => other.type).join(', ');
  return {
    cause: `no callback of the type ${type} came within ${withinMs} ms`,
    advice: callbackAdvice.silence,
    differences: [{ where: 'callback', expected: type, received }],
  };
}

function assertShape(kind: Kind, type: CallbackType, { body, exchange }: Callback): void {
  const differences = shapeDifferences(kind, type, body);
  const [first] = differences;
  if (first === undefined) {
    if (/^application\/json\b/i.test(exchange.headers['content-type'] ?? '')) return;
    const received = exchange.headers['content-type'] ?? 'nothing';
    throw new Broken({
      cause: `the callback's content-type is ${received}`,
      advice: 'Send "content-type: application/json".',
      differences: [{ where: 'header content-type', expected: 'application/json', received }],
    });
  }
  throw new Broken({
    cause: `${first.where}: expected ${first.expected}, received ${first.received}`,
    advice: callbackAdvice.shape,
    differences,
  });
}

async function assertSigned({ secret, listener }: CallbackParts): Promise<void> {
  if (secret === undefined) {
    throw new NotTried(
      'no webhook secret was given',
      'Set VERIFY_WEBHOOK_SECRET to the secret that the live chat signs with.',
    );
  }
  if (listener.received.length === 0) {
    throw new NotTried('no callback has arrived', 'Mend the first callback clause that failed.');
  }
  const findings = listener.received.flatMap(({ exchange }) => signatureFinding(exchange, secret) ?? []);
  const [first] = findings;
  if (first === undefined) return;
  const of = `${findings.length} of ${listener.received.length} callbacks`;
  throw new Broken({ ...first, cause: `${of}: ${first.cause}` });
}

function recorderOf({ api, listener }: CallbackParts): Recorder {
  return () => {
    const [sent, received] = [api.exchanges.length, listener.received.length];
    return () => [
      ...api.exchanges.slice(sent),
      ...listener.received.slice(received).map(({ exchange }) => exchange),
    ];
  };
}

/** The session is opened by the first clause that needs it; when that fails, each of them says so. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
