import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postJson } from '../../../simulators/http/post-json.ts';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { liveChatStates } from '../../../simulators/verify-live-chat/contracts/reference/states.ts';
import type { MakeState } from '../../../simulators/verify-live-chat/pact/make-state.ts';
import { type Drift, withField, withStatus } from '../drift.ts';
import { withToken } from '../provider-front.ts';
import { type PactVerifier, pactVerifier } from '../verifier.ts';
import { agreedKey } from './examples.ts';

const apiKey = crypto.randomUUID();
const authorization = async () => ({ authorization: `Bearer ${apiKey}` });
const callbackUrl = 'http://127.0.0.1:9/api/messages/proactive';

let busy: LiveChat;
let free: LiveChat;
let verifier: PactVerifier;
let states: Readonly<Record<string, MakeState>>;

beforeAll(async () => {
  busy = await startLiveChat({ kind: 'reference', apiKey });
  free = await startLiveChat({ kind: 'reference', apiKey, autoJoin: true });
  states = liveChatStates({ url: busy.url, authorization, callbackUrl });
  let provider = busy;
  /** From one state to the next, nothing stays but the live chats. */
  const afresh =
    (make: MakeState): MakeState =>
    (parameters) => {
      provider = busy;
      busy.refuse(undefined);
      return make(parameters);
    };
  const ready = states['the live chat is ready'] ?? (async () => ({}));
  const hooks: Readonly<Record<string, MakeState>> = {
    'customers are waiting': async (parameters) => ready(parameters),
    'an agent is free': async (parameters) => {
      provider = free;
      return ready(parameters);
    },
    'new live chats are refused': async (parameters) => {
      busy.refuse(refusalIn(parameters.reason));
      return ready(parameters);
    },
  };
  const all = Object.entries({ ...states, ...hooks }).map(([name, make]) => [name, afresh(make)]);
  verifier = pactVerifier('handoff-bridge-live-chat', {
    url: () => provider.url,
    states: Object.fromEntries(all),
    prepare: withToken(agreedKey, async () => apiKey),
  });
});

afterAll(async () => {
  await verifier.stop();
  await Promise.all([busy.stop(), free.stop()]);
});

function refusalIn(reason: unknown): 'closed' | 'no-agents' | 'unavailable' {
  if (reason === 'closed' || reason === 'no-agents' || reason === 'unavailable') return reason;
  throw new Error('there is no such refusal');
}

describe('the live-chat simulator', () => {
  test('keeps the pact', async () => {
    expect(await verifier.verify()).toEqual([]);
  });

  // An answer cannot be compared with a state's value in a pact: it says only that there is a session.
  test('answers a repeated start with the same session', async () => {
    const parameters = { customerId: 'customer-1', customerName: 'Robin Lee' };
    const first = await states['a live chat was started']?.(parameters);
    const body = {
      callbackUrl,
      channel: 'msteams',
      conversationId: first?.conversationId,
      customer: { id: 'customer-1', name: 'Robin Lee' },
    };
    const headers = { ...(await authorization()), 'idempotency-key': first?.idempotencyKey ?? '' };
    const again = await postJson(`${busy.url}/api/livechat/start`, body, { headers });
    expect(again).toMatchObject({ status: 201, body: { sessionId: first?.sessionId } });
  });

  const drifts: readonly (readonly [string, string, Drift])[] = [
    ['a start with the least that is known', 'sessionId', withField('sessionId', undefined)],
    ['a start with the least that is known', 'sessionId', withField('sessionId', 7)],
    ['a start with everything that can be known', 'status', withField('status', 'waiting')],
    ['a start with everything that can be known', '200', withStatus(200)],
    ['a start while other customers wait', 'queuePosition', withField('queuePosition', '1')],
    ['a start while an agent is free', 'status', withField('status', 'queued')],
    ['a start that is refused as closed', 'error', withField('error', 'unavailable')],
    ['a start with a wrong bearer', '403', withStatus(403)],
    ['a message of the customer', '202', withStatus(202)],
    ['a message of the customer', 'messageId', withField('messageId', undefined)],
    ['a message of the customer', 'messageId', withField('messageId', 'another')],
    ['a message to an unknown live chat', '410', withStatus(410)],
    ['a message to an unknown live chat', 'error', withField('error', undefined)],
    ['a message to a live chat that has ended', 'error', withField('error', 410)],
    ['an end', 'status', withField('status', 'over')],
    ['an end of a live chat that has ended already', '410', withStatus(410)],
  ];
  test.each(drifts)('is noticed when it breaks %s: %s', async (interaction, word, alter) => {
    const broken = await verifier.verify({ only: interaction, alter });
    expect(broken).toEqual([{ interaction, why: expect.stringContaining(word) }]);
  });
});
