import { z } from 'zod';
import { fieldOf } from '../../http/exchange.ts';
import { opened } from '../../sessions/session.ts';
import type { Contract } from '../contract.ts';
import { contosoStates } from './states.ts';

const text = z.string().min(1);
const id = text.max(256);

/** In lower case: the sample takes its fields in any casing. */
const message = z.object({ conversationid: id, id, message: text, sender: id, timestamp: text });

/** The live chat of Microsoft's sample: it knows no keys, and its callbacks are messages alone. */
export const contosoSample: Contract = {
  kind: 'contoso-sample',
  pact: 'handoff-bridge-contoso-live-chat.json',
  hasPromises: false,
  startPath: '/api/chat/start',
  endPath: '/api/chat/end',
  sessionField: 'conversationId',
  startStatus: 200,
  startRequest: () => ({}),
  endRequest: (conversationId) => ({ body: { conversationId } }),
  states: ({ api, spelling }) =>
    contosoStates(api, async () => (await opened(api, { contract: contosoSample, spelling })).id),
  callbackPath: '/api/livechat/messages',
  envelopeOf(body) {
    const lower = inLowerCase(body);
    return {
      type: 'message',
      sessionId: fieldOf(lower, 'conversationid'),
      messageId: fieldOf(lower, 'id'),
    };
  },
  shapeOf: () => message,
  asCompared: inLowerCase,
};

function inLowerCase(body: unknown): object {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]));
}
