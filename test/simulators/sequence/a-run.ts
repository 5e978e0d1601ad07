import type { Exchange } from '../../../simulators/faults/exchange.ts';
import type { Sources } from '../../../simulators/history/read/sources.ts';
import { simulatedVendor } from '../../../simulators/live-chat/vendors.ts';

/** A short handoff as proxies and simulators record one. Times in milliseconds from `start`. */

export const start = Date.parse('2026-03-02T09:00:00.000Z');
export const conversationId = 'a:1anna@unq;messageid=1';

const iso = (ms: number): string => new Date(start + ms).toISOString();

type Overrides = Partial<Omit<Exchange, 'at' | 'endedAt' | 'body'>> & {
  readonly ms: number;
  readonly body: unknown;
};

/** Answered with 200 by the peer at once, unless told. */
export function exchange({ ms, body, ...rest }: Overrides): Exchange {
  const answer = { status: 200, body: '{}', at: start + ms + 4 };
  return {
    number: ms,
    method: 'POST',
    path: '/api/messages',
    fault: { kind: 'none' },
    at: start + ms,
    endedAt: start + ms + 5,
    peer: answer,
    status: 200,
    ...rest,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

const ofAnna = { conversation: { id: conversationId } };
const toTeams = `/teams/v3/conversations/${encodeURIComponent(conversationId)}/activities`;

export const says = (ms: number, text: string, id = `act-${ms}`): Exchange =>
  exchange({ ms, body: { type: 'message', id, text, ...ofAnna } });

export const escalates = exchange({
  ms: 0,
  body: { type: 'event', name: 'startConversation', value: { ProblemDescription: 'My invoice' }, ...ofAnna },
});

export const opens = exchange({
  ms: 10,
  path: '/api/livechat/start',
  body: { conversationId: 'hs_1', channel: 'msteams', customer: { id: 'aad-anna', name: 'Anna' } },
  peer: { status: 201, body: '{"sessionId":"lc_1","status":"queued"}', at: start + 12 },
  status: 201,
});

export const sends = (ms: number, message: string, rest: Partial<Exchange> = {}): Exchange => {
  const body = { sessionId: 'lc_1', messageId: `m-${message}`, message, sender: 'Anna' };
  return exchange({ ms, path: '/api/livechat/send', body, ...rest });
};

export const calls = (ms: number, callback: Readonly<Record<string, unknown>>): Exchange =>
  exchange({
    ms,
    path: '/api/messages/proactive',
    body: { sessionId: 'lc_1', messageId: `c-${ms}`, ...callback },
    status: 202,
  });

export const tells = (ms: number, text: string, rest: Partial<Exchange> = {}): Exchange =>
  exchange({ ms, path: toTeams, body: { type: 'message', text }, ...rest });

type Parts = NonNullable<Sources['proxies']>;

export function run(proxies: Partial<Parts>, rest: Partial<Sources> = {}): Sources {
  return {
    teams: {
      received: [],
      chats: [
        { conversationId, customer: { id: '29:anna', name: 'Anna', aadObjectId: 'aad-anna' }, messages: [] },
      ],
    },
    copilotStudio: { skillCalls: [], received: [] },
    liveChat: { chats: [], requests: [], kept: [], reads: simulatedVendor('reference').reads },
    proxies: { toBridge: [], toTeams: [], toLiveChat: [], ...proxies },
    noted: [],
    ...rest,
  };
}

export const queued = {
  conversationId,
  replyTo: 'act-0',
  activity: {
    type: 'endOfConversation',
    value: { HandoffStatus: 'queued', LiveChatConversationId: 'lc_1', Reason: '' },
  },
  status: 200,
  at: iso(20),
};
