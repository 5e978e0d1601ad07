import { fieldOf } from '../../http/exchange.ts';
import { bridgeConversation } from '../../sessions/spelling.ts';
import type { Contract } from '../contract.ts';
import { byItsOneName, shapes } from './callbacks.ts';
import { END, START, startBody, UNHEARD_CALLBACK_URL } from './requests.ts';
import { liveChatStates } from './states.ts';

/** Our own contract of a live chat. */
export const reference: Contract = {
  kind: 'reference',
  pact: 'handoff-bridge-live-chat.json',
  hasPromises: true,
  startPath: START,
  endPath: END,
  sessionField: 'sessionId',
  startStatus: 201,
  startRequest: ({ conversationId, newKey }, details) => ({
    body: startBody({ conversationId, ...details }),
    key: newKey(),
  }),
  endRequest: (sessionId) => ({
    body: { sessionId, reason: 'customer' },
    key: bridgeConversation().newKey(),
  }),
  states: ({ proxyUrl, spelling }) =>
    liveChatStates({
      url: proxyUrl(),
      authorization: async () => ({}),
      callbackUrl: UNHEARD_CALLBACK_URL,
      spelling,
    }),
  callbackPath: '/api/messages/proactive',
  envelopeOf: (body) => ({
    type: String(fieldOf(body, 'type') ?? 'message'),
    sessionId: fieldOf(body, 'sessionId'),
    messageId: fieldOf(body, 'messageId'),
  }),
  shapeOf: (type) => shapes[type],
  asCompared: byItsOneName,
};
