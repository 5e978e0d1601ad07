import { fieldOf } from '../http/exchange.ts';
import { shown } from '../pact/difference.ts';
import { Broken, NotTried } from '../run/attempt.ts';
import { callbackAdvice } from './callback-advice.ts';
import { type Arrived, astray, type CallbackContext } from './callback-arrival.ts';
import type { Callback } from './callback-listener.ts';
import { signatureFinding } from './signature.ts';

/* What holds for all callbacks of a run. */

const noneCame = () => new NotTried('no callback has arrived', 'Mend the first callback clause that failed.');
const noSecret = () =>
  new NotTried(
    'no webhook secret was given',
    'Set VERIFY_WEBHOOK_SECRET to the secret that the live chat signs with.',
  );

export function callbacksAreSigned({ secret, listener }: CallbackContext): void {
  if (secret === undefined) throw noSecret();
  if (listener.received.length === 0) throw noneCame();
  const findings = listener.received.flatMap(({ exchange }) => signatureFinding(exchange, secret) ?? []);
  const [first] = findings;
  if (first === undefined) return;
  const of = `${findings.length} of ${listener.received.length} callbacks`;
  throw new Broken({ ...first, cause: `${of}: ${first.cause}` });
}

/** Two callbacks that tell different things under one id: the bridge would take the second for a repeat. */
export function haveIdsOfTheirOwn({ listener }: CallbackContext): void {
  if (listener.received.length === 0) throw noneCame();
  const told = new Map<string, string>();
  for (const { sessionId, messageId, type, body } of listener.received) {
    const id = JSON.stringify([sessionId, messageId]);
    const what = type === 'message' ? `message ${shown(fieldOf(body, 'message'))}` : type;
    const before = told.get(id) ?? what;
    told.set(id, before);
    if (before === what) continue;
    throw new Broken({
      cause: `the messageId ${shown(messageId)} names two callbacks of one session: ${before}, and ${what}`,
      advice: callbackAdvice.ownId,
      differences: [{ where: '$.messageId', expected: 'a new id', received: shown(messageId) }],
    });
  }
}

export function noneGoesAstray({ contract, listener }: CallbackContext): void {
  const [first] = listener.strays;
  if (first !== undefined) throw new Broken(astray(contract, first));
  if (listener.received.length === 0) throw noneCame();
}

/** What was refused since its session was being opened has to come again once it is open. */
export async function earlyOnesComeAgain({ listener, requests }: CallbackContext): Promise<void> {
  for (const first of listener.early) {
    const from = listener.received.indexOf(first) + 1;
    const fits = ({ sessionId, messageId }: Callback): boolean =>
      sessionId === first.sessionId && messageId === first.messageId;
    if ((await listener.next({ from, fits, withinMs: requests.withinMs })) !== 'silence') continue;
    throw new Broken({
      cause: `a callback of the type ${first.type} that came before the answer to its start, and was answered with 503, was not repeated`,
      advice: callbackAdvice.repeat,
      differences: [{ where: 'callback', expected: 'the same one again', received: 'nothing' }],
    });
  }
}

const MARK = 'Ref 4711:';
const words = `${MARK} Grüße, é or e\u0301, ½ — 👩‍🚀 שלום 你好 "quoted" 'so' \\ / <b>&amp;</b>\u2028end\n- 1.0 %41`;

/** What can be typed at a desk. */
const wordsByHand = `${MARK} Grüße, "quoted", 5 €`;

/** JSON that is written once for the signature and once for the wire differs in what only some writers escape. */
export async function wordForWord(
  parts: CallbackContext,
  arrived: Arrived,
  sessionId: string,
): Promise<void> {
  const { isExact } = parts.requests;
  const message = isExact ? words : wordsByHand;
  const { body, exchange } = await arrived({ type: 'message', sessionId, message });
  const received = fieldOf(body, 'message');
  const isMeant = typeof received === 'string' && received.includes(MARK);
  if (!isMeant || (!isExact && received.trim() !== message)) {
    throw new NotTried(
      'the callback has other words than those that were asked for',
      'Let the test hook send the "message" of its order, or let the agent write it as it stands.',
    );
  }
  if (received.trim() !== message) {
    throw new Broken({
      cause: 'an agent’s words arrive changed',
      advice: callbackAdvice.text,
      differences: [{ where: '$.message', expected: shown(message), received: shown(received) }],
    });
  }
  if (parts.secret === undefined) throw noSecret();
  const finding = signatureFinding(exchange, parts.secret);
  if (finding !== undefined) throw new Broken(finding);
}
