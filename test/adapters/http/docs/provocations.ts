import type { Behind } from './described-bridge.ts';

export interface Provocation {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly behind?: Behind;
  /** Asked in place of the operation's. */
  readonly path?: string;
  /** Asks a bridge that has no token for operators. */
  readonly isWithoutToken?: true;
}

const unsigned = { 'webhook-signature': '' };

export const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversation: { id: 'a:1' },
  from: { id: '29:1' },
  text: 'Hello',
};

const withReply = { ...activity, type: 'event', name: 'startConversation' };

export const callback = {
  sessionId: 'lc_1',
  messageId: 'm_1',
  timestamp: '2026-03-02T09:41:07Z',
  message: 'Hello',
  sender: 'Dana',
};

export const sampleCallback = { ConversationId: 'lc_1', Id: 'm_1', Message: 'Hello' };

/** What every route answers that reads a body. */
const malformedBodies: readonly Provocation[] = [
  { status: 400, body: { type: 7 } },
  { status: 413, body: { padding: 'x'.repeat(300_000) } },
  { status: 415, headers: { 'content-encoding': 'gzip' } },
  { status: 500, behind: 'defect' },
  { status: 503, behind: 'store-down' },
];

const fromLiveChat: readonly Provocation[] = [
  ...malformedBodies,
  { status: 401, headers: unsigned },
  { status: 404, behind: 'unknown' },
  { status: 410, behind: 'ended' },
  { status: 429, behind: 'full' },
  { status: 200, behind: 'duplicate' },
];

/** What every route for operators answers. */
const forOperators: readonly Provocation[] = [
  { status: 200 },
  { status: 401, headers: { authorization: 'Bearer wrong' } },
  { status: 404, isWithoutToken: true },
  { status: 429, headers: { authorization: 'Bearer wrong' }, behind: 'flooded' },
  { status: 500, behind: 'defect' },
  { status: 503, behind: 'store-down' },
];

const ofOneLetter: readonly Provocation[] = [...forOperators, { status: 404, behind: 'unknown' }];

/** Each operation that does not answer all the same, with all that it may be provoked to answer. */
export const operations: readonly {
  readonly id: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly provocations: readonly Provocation[];
}[] = [
  {
    id: 'postActivity',
    path: '/api/messages',
    body: activity,
    provocations: [
      ...malformedBodies,
      { status: 200 },
      { status: 200, body: { ...withReply, deliveryMode: 'expectReplies' } },
      { status: 401, headers: { authorization: '' } },
      { status: 403, headers: { authorization: 'Bearer stranger' } },
      { status: 429, behind: 'flooded' },
      { status: 501, body: { ...activity, type: 'invoke' } },
      { status: 502, body: withReply },
    ],
  },
  {
    id: 'postCallback',
    path: '/api/messages/proactive',
    body: callback,
    provocations: [...fromLiveChat, { status: 202 }],
  },
  {
    id: 'postSampleCallback',
    path: '/api/livechat/messages',
    body: sampleCallback,
    provocations: [...fromLiveChat, { status: 200 }],
  },
  { id: 'listDeadLetters', method: 'GET', path: '/admin/dead-letters', provocations: forOperators },
  { id: 'showDeadLetter', method: 'GET', path: '/admin/dead-letters/x', provocations: ofOneLetter },
  { id: 'dropDeadLetter', method: 'DELETE', path: '/admin/dead-letters/x', provocations: ofOneLetter },
  {
    id: 'replayDeadLetter',
    path: '/admin/dead-letters/x/replay',
    provocations: [...ofOneLetter, { status: 409, behind: 'ended' }],
  },
  {
    id: 'eraseCustomer',
    path: '/admin/erase',
    body: { customerId: 'x' },
    provocations: [...forOperators, ...malformedBodies],
  },
  {
    id: 'findSessions',
    method: 'GET',
    path: '/admin/sessions?id=x',
    provocations: [...forOperators, { status: 400, path: '/admin/sessions' }],
  },
  { id: 'showSession', method: 'GET', path: '/admin/sessions/x', provocations: ofOneLetter },
  { id: 'getOverview', method: 'GET', path: '/admin/overview', provocations: forOperators },
  {
    id: 'getOperatorsPage',
    method: 'GET',
    path: '/admin',
    provocations: [{ status: 200 }, { status: 404, isWithoutToken: true }],
  },
  {
    id: 'getOperatorsPageFile',
    method: 'GET',
    path: '/admin/page/main.js',
    provocations: [
      { status: 200 },
      { status: 404, path: '/admin/page/..%2findex.html' },
      { status: 404, isWithoutToken: true },
    ],
  },
  { id: 'getMetrics', method: 'GET', path: '/metrics', provocations: forOperators },
  {
    id: 'getReadiness',
    method: 'GET',
    path: '/readyz',
    provocations: forOperators.filter(({ status }) => [200, 500, 503].includes(status)),
  },
];
