import type { CallbackStyle } from '../callbacks/style.ts';
import type { FaultPath } from '../live-chat.ts';
import type { ApiRequest } from '../rest-env.ts';
import type { SimulatedVendor } from '../vendor.ts';
import { guard } from './access.ts';
import { payloadOf } from './acts.ts';
import { exchanges, keep } from './kept.ts';
import { pairing } from './org.ts';
import { salesforceWire } from './reads.ts';
import { salesforceRoutes } from './routes.ts';
import { API, plannedRefusal, STREAM } from './wire.ts';

const KEPT_FOR_MS = 60_000;

/** Nothing is posted: what there is to tell waits until it is read. */
const keptForTheBridge: CallbackStyle = {
  addressed: ({ url }) => ({ url, headers: {} }),
  answerWithinMs: 0,
  retryAfterMs: () => KEPT_FOR_MS,
  isInOrder: true,
  keeps: { keep, exchanges },
};

/** Messaging for In-App and Web of a Salesforce organization, for a custom client. */
export const salesforce: SimulatedVendor = {
  kind: 'salesforce',
  paths: [`${API}/*`, STREAM],
  stepOf,
  guard,
  serve: salesforceRoutes,
  refusal: (status, code) => ({ ...plannedRefusal(status), ...(code !== undefined && { errorCode: code }) }),
  tells: new Set([
    'message',
    'typing',
    'agent-joined',
    'agent-left',
    'agent-transferred',
    'queue-position',
    'session-ended',
  ]),
  lacks: {
    keys: 'It does not say what a second message of the same id does.',
    'refused late words': 'It keeps what agents write, whether or not a customer is left to read it.',
    'refused words': 'It begins another session with words that come after the end.',
    'free agent': 'It answers a start before it looks for an agent.',
    'one-call start': 'A start takes several calls.',
    closed: 'It cannot be asked for its hours.',
    'no-agents': 'It tells only after a start that its routing has found no agent.',
    'closing time': 'It tells an end at closing time like any other.',
    'end for silence': 'It tells an end after a long silence like any other.',
    'end reasons': 'It is not told why a session ends.',
    'last words': 'Its ends are states of a session, without words.',
  },
  payload: payloadOf,
  callbacks: keptForTheBridge,
  reads: salesforceWire,
  pairing,
};

function stepOf({ method, path }: ApiRequest): FaultPath | undefined {
  if (method === 'POST' && path === `${API}/conversation`) return '/start';
  if (method === 'POST' && /^\/conversation\/[^/]+\/message$/.test(path.slice(API.length))) return '/send';
  return method === 'DELETE' && path.endsWith('/session') ? '/end' : undefined;
}
