import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { postJson } from '../http/post-json.ts';

export interface LiveChatApi {
  /** Without a trailing slash. */
  readonly url: string;
  /** What authorizes a request, asked for each one: tokens expire. */
  readonly authorization: () => Promise<Readonly<Record<string, string>>>;
  /** Where the live chats that are started send their callbacks. */
  readonly callbackUrl: string;
}

/** What a state gives to the request that follows: its session, the key of the request, and so on. */
export type StateValues = Readonly<Record<string, string>>;
export type StateParameters = Readonly<Record<string, unknown>>;
export type MakeState = (parameters: StateParameters) => Promise<StateValues>;

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
    'a live chat is not known': async () => ({ sessionId: randomUUID(), ...newKey() }),
    'a live chat is open': async () => ({
      sessionId: (await started(api, defaultCustomer)).sessionId,
      ...newKey(),
    }),
    'a live chat was started': (parameters) => started(api, customerIn.parse(parameters)),
    'a message was sent': async (parameters) => {
      const { sessionId } = await started(api, defaultCustomer);
      const { idempotencyKey } = newKey();
      await post(api, 'send', { body: { sessionId, ...parameters }, idempotencyKey });
      return { sessionId, idempotencyKey };
    },
    'a live chat has ended': async () => {
      const { sessionId } = await started(api, defaultCustomer);
      await post(api, 'end', { body: { sessionId, reason: 'customer' }, ...newKey() });
      return { sessionId, ...newKey() };
    },
  };
}

const customerIn = z.object({ customerId: z.string(), customerName: z.string() });
const defaultCustomer = { customerId: 'customer-1', customerName: 'Robin Lee' };
const startAnswer = z.object({ sessionId: z.string().min(1) });
const patienceMs = 10_000;

const newKey = () => ({ idempotencyKey: randomUUID() });
const newStart = ({ callbackUrl }: LiveChatApi) => ({
  conversationId: randomUUID(),
  callbackUrl,
  ...newKey(),
});

/** The values of the start are given along: a repeat has to be the same, even in the order of its fields. */
async function started(api: LiveChatApi, { customerId, customerName }: z.infer<typeof customerIn>) {
  const { conversationId, callbackUrl, idempotencyKey } = newStart(api);
  const customer = { id: customerId, name: customerName };
  const body = { callbackUrl, channel: 'msteams', conversationId, customer };
  const answer = startAnswer.safeParse(await post(api, 'start', { body, idempotencyKey }));
  if (!answer.success) throw new Error('POST /api/livechat/start answered without a sessionId');
  return { sessionId: answer.data.sessionId, conversationId, callbackUrl, idempotencyKey };
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
