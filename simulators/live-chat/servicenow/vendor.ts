import type { CallbackStyle } from '../callbacks/style.ts';
import type { FaultPath } from '../live-chat.ts';
import type { ApiRequest } from '../rest-env.ts';
import type { SimulatedVendor } from '../vendor.ts';
import { access, tokenPath } from './instance/access.ts';
import { keyHeader, pairedBy } from './instance/pairing.ts';
import { servicenowWire } from './reads.ts';
import { servicenowRoutes } from './routes.ts';
import { deskPayload } from './wire/payload.ts';
import { endpoint, failure, request } from './wire/wire.ts';

/** A static header of the instance's own, since its callbacks are not signed; and no callback is repeated or waits for another. */
const staticHeader: CallbackStyle = {
  addressed: ({ url, secret }) => ({ url, headers: secret === undefined ? {} : { [keyHeader]: secret } }),
  answerWithinMs: 5_000,
  retryAfterMs: () => undefined,
  isInOrder: false,
};

/** The Virtual Agent Bot Integration API of a ServiceNow instance (VA API 4.1), with its live agents. */
export const servicenow: SimulatedVendor = {
  kind: 'servicenow',
  paths: [endpoint, tokenPath],
  stepOf,
  guard: access,
  serve: servicenowRoutes,
  refusal: (status, code = 'planned failure') => failure(code, `Status ${status}`),
  tells: new Set(['message', 'typing', 'agent-joined', 'agent-left', 'agent-transferred', 'session-ended']),
  payload: deskPayload,
  callbacks: staticHeader,
  lacks: {
    keys: 'It takes no key with a request.',
    'repeated words': 'It shows a message as often as it is sent, and does not say what it has.',
    'refused late words': 'It is answered a success to words that come after the end.',
    'repeated callbacks': 'It sends a callback once, and it is lost with its connection.',
    'refused words': 'It gives words after the end to its bot.',
    'closing time': 'It tells an end at closing time like any other that no side made.',
    'free agent': 'It answers a start before it looks for an agent.',
    closed: 'It tells only after a start that no agent is at work, in words of the operator.',
    'no-agents': 'It tells only after a start that no agent is there.',
    'end reasons': 'It is not told why a session ends.',
  },
  reads: servicenowWire,
  pairing: pairedBy('basic'),
};

function stepOf({ path, body }: ApiRequest): FaultPath | undefined {
  const asked = request.safeParse(body).data;
  if (path !== endpoint || asked === undefined) return undefined;
  switch (asked.action) {
    case 'AGENT':
    case 'CREATE_CONVERSATION':
    case 'START_CREATED_CONVERSATION':
    case 'SEND_HISTORY':
      return '/start';
    case 'END_CONVERSATION':
      return '/end';
    case null:
    case undefined:
      return '/send';
    case 'FAULT_CONVERSATION':
    case 'SET_USER_TIMEZONE':
    case 'START_CONVERSATION':
    case 'SWITCH':
    case 'TYPING':
    case 'UPDATE_MESSAGES':
    case 'VIEWING':
      return undefined;
  }
}
