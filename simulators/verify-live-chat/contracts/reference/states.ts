import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { postJson } from '../../../http/post-json.ts';
import type { MakeState } from '../../pact/make-state.ts';
import { bridgeSpelling, type Spelling } from '../../sessions/spelling.ts';

export interface LiveChatApi {
  /** Without a trailing slash. */
  readonly url: string;
  /** What authorizes a request, asked for each one: tokens expire. */
  readonly authorization: () => Promise<Readonly<Record<string, string>>>;
  /** Where the live chats that are started send their callbacks. */
  readonly callbackUrl: string;
  /** As the bridge spells its ids, unless told. */
  readonly spelling?: Spelling;
}

/** The states that the API alone cannot make: whether agents are free is for the live chat to say. */
export const statesThatNeedAHook: readonly string[] = [
  'an agent is free',
  'customers are waiting',
  'new live chats are refused',
];

/**
 * Makes the provider states of the pact handoff-bridge → live-chat through the API itself. Each is new, so that a
 * live chat with a memory can be verified again and again. Rejects when a request does not do what the state needs.
 */
export function liveChatStates(api: LiveChatApi): Readonly<Record<string, MakeState>> {
  return {
    'the live chat is ready': async () => newStart(api),
    'a live chat is not known': async () => ({
      sessionId: randomUUID(),
      idempotencyKey: conversationOf(api).newKey(),
    }),
    'a live chat is open': async () => {
      const { values, conversation } = await started(api, defaultCustomer);
      return { sessionId: values.sessionId, idempotencyKey: conversation.newKey() };
    },
    'a live chat was started': async (parameters) =>
      (await started(api, customerIn.parse(parameters))).values,
    'a message was sent': async (parameters) => {
      const { values, conversation } = await started(api, defaultCustomer);
      const { sessionId } = values;
      const idempotencyKey = conversation.newKey();
      await post(api, 'send', { body: { sessionId, ...parameters }, idempotencyKey });
      return { sessionId, idempotencyKey };
    },
    'a live chat has ended': async () => {
      const { values, conversation } = await started(api, defaultCustomer);
      const { sessionId } = values;
      const idempotencyKey = conversation.newKey();
      await post(api, 'end', { body: { sessionId, reason: 'customer' }, idempotencyKey });
      return { sessionId, idempotencyKey: conversation.newKey() };
    },
  };
}

const customerIn = z.object({ customerId: z.string(), customerName: z.string() });
const defaultCustomer = { customerId: 'customer-1', customerName: 'Robin Lee' };
const startAnswer = z.object({ sessionId: z.string().min(1) });
/** The proxy in between waits for a live chat that asks for patience. */
const patienceMs = 600_000;

const conversationOf = ({ spelling }: LiveChatApi) => (spelling ?? bridgeSpelling()).newConversation();

function newStart(api: LiveChatApi, conversation = conversationOf(api)) {
  const { conversationId } = conversation;
  return { conversationId, callbackUrl: api.callbackUrl, idempotencyKey: conversation.newKey() };
}

/** The values of the start are given along: a repeat has to be the same, even in the order of its fields. */
async function started(api: LiveChatApi, { customerId, customerName }: z.infer<typeof customerIn>) {
  const conversation = conversationOf(api);
  const { conversationId, callbackUrl, idempotencyKey } = newStart(api, conversation);
  const customer = { id: customerId, name: customerName };
  const body = { callbackUrl, channel: 'msteams', conversationId, customer };
  const answer = startAnswer.safeParse(await post(api, 'start', { body, idempotencyKey }));
  if (!answer.success) throw new Error('POST /api/livechat/start answered without a sessionId');
  const values = { sessionId: answer.data.sessionId, conversationId, callbackUrl, idempotencyKey };
  return { values, conversation };
}

interface Posted {
  readonly body: unknown;
  readonly idempotencyKey: string;
}

async function post(api: LiveChatApi, step: string, { body, idempotencyKey }: Posted): Promise<unknown> {
  const path = `/api/livechat/${step}`;
  const headers = { ...(await api.authorization()), 'idempotency-key': idempotencyKey };
  const signal = AbortSignal.timeout(patienceMs);
  const answer = await postJson(`${api.url}${path}`, body, { headers, signal });
  if (answer.status < 200 || answer.status > 299) throw new Error(`POST ${path} answered ${answer.status}`);
  return answer.body;
}
