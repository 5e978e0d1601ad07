import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secondAsk } from '../../../../src/adapters/live-chat/servicenow/callbacks/second-ask.ts';
import { requestsOf } from '../../../../src/adapters/live-chat/servicenow/requests.ts';
import { callback } from '../../../../src/adapters/live-chat/servicenow/wire.ts';
import type { LiveChatAnswer } from '../../../../src/application/ports/inbound.ts';
import { sessionId } from '../../../../src/domain/ids.ts';
import { json } from '../../http/client/odd-server.ts';
import {
  type BridgeAndInstance,
  bridgeAndInstance,
  callbackOf,
  openSession,
  post,
} from './bridge-and-instance.ts';
import type { Fields } from './scripted-instance.ts';

let world: BridgeAndInstance;
beforeAll(async () => {
  world = await bridgeAndInstance({ LIVECHAT_SERVICENOW_CATEGORY: 'hr' });
});
afterAll(() => world.stop());

const menu = [
  { uiType: 'OutputText', value: 'I did not understand' },
  { uiType: 'TopicPickerControl', options: [{ label: 'Live Agent Support.' }] },
];
/** The start of 1970, so that nothing is waited for. */
const longAgo = 'ask-0-x';
const asksOf = (id: string) =>
  world.instance
    .bodies()
    .filter(({ clientSessionId, action }) => clientSessionId === id && action === 'AGENT');
const endsOf = (id: string) =>
  world.instance
    .bodies()
    .filter(({ clientSessionId, action }) => clientSessionId === id && action === 'END_CONVERSATION');

/** What the instance brings back of the first request for an agent. */
function menuFor(id: string, requestId = longAgo) {
  const [{ message, clientVariables } = {}] = asksOf(id);
  return callbackOf(id, menu, { requestId, message, clientVariables });
}

describe('A menu in the place of an agent', () => {
  it('is answered by asking once more, in the same words and with the same variables', async () => {
    const { id, customer } = await openSession(world, { context: { order: 7 } });
    for (let time = 0; time < 3; time++) expect((await post(world, menuFor(id))).status).toBe(200);
    const [first, second, ...more] = asksOf(id);
    expect(more).toEqual([]);
    expect(second).toMatchObject({
      requestId: expect.stringMatching(/^again-/),
      contextVariables: { b2b_category: 'hr' },
    });
    const textOf = ({ message }: Fields = {}) => /"text":"[^"]+"/.exec(JSON.stringify(message))?.[0];
    expect(textOf(first)).toContain('agent');
    expect(textOf(second)).toBe(textOf(first));
    expect(second?.contextVariables).toEqual(first?.contextVariables);
    expect(customer.messages).toEqual([]);
  });

  it('that comes again ends the session, there as well', async () => {
    const { id, customer } = await openSession(world);
    expect((await post(world, menuFor(id, 'again-x'))).status).toBe(200);
    await customer.sees(/lost the connection/);
    expect(endsOf(id)).toHaveLength(1);
  });

  it('is left alone once the customer has gone, and opens nothing', async () => {
    const { id, copilot } = await openSession(world);
    await copilot.message('end handoff');
    await expect.poll(() => endsOf(id)).toHaveLength(1);
    expect((await post(world, menuFor(id))).status).toBe(200);
    expect((await post(world, menuFor(id, 'again-x'))).status).toBe(200);
    expect(asksOf(id)).toHaveLength(1);
    expect(endsOf(id)).toHaveLength(1);
  });

  it('is the end where the second request fails', async () => {
    const { id, customer } = await openSession(world);
    world.instance.next(json(400, { status: 'failure' }));
    await post(world, menuFor(id));
    await customer.sees(/lost the connection/);
    expect(endsOf(id)).toHaveLength(1);
  });

  it.each(['r1', 'ask-', 'ask-!-x', undefined])(
    'is nothing where it answers %j, which is no such request',
    async (requestId) => {
      const { id } = await openSession(world);
      await post(world, callbackOf(id, menu, { requestId }));
      expect(asksOf(id)).toHaveLength(1);
    },
  );
});

describe('The second request for an agent', () => {
  /** With a time that stands still, and what becomes of the session. */
  async function asked(agoMs: number, answers: readonly LiveChatAnswer[]) {
    const now = 1_700_000_000_000;
    const [waits, sent, left]: [number[], unknown[], LiveChatAnswer[]] = [[], [], [...answers]];
    const clock = {
      now: () => now,
      after: (ms: number, task: () => void) => {
        waits.push(ms);
        task();
        return () => undefined;
      },
    };
    const answerDialogue = secondAsk({
      post: async ({ action }) => {
        sent.push(action);
        return { outcome: 'answered', status: 200, body: { status: 'success' } };
      },
      requests: requestsOf({ timezone: 'UTC', contextVariables: {} }, clock.now),
      recordAgentStatus: async () => left.shift() ?? 'accepted',
      pauseMs: 3000,
      clock,
    });
    const requestId = `ask-${(now - agoMs).toString(36)}-x`;
    await answerDialogue({ sessionId: sessionId('hs_1'), callback: callback.parse({ requestId }) });
    return { waits, sent };
  }

  it.each([
    [0, 3000],
    [1000, 2000],
    [9000, 0],
    [-60_000, 3000],
  ])('%d ms after the first one waits for %d ms', async (agoMs, waitMs) => {
    expect((await asked(agoMs, [])).waits).toEqual([waitMs]);
  });

  it('is followed by an end when the session ended meanwhile', async () => {
    expect((await asked(0, ['accepted', 'ended'])).sent).toEqual(['AGENT', 'END_CONVERSATION']);
    expect((await asked(0, ['accepted', 'accepted'])).sent).toEqual(['AGENT']);
    expect((await asked(0, ['ended'])).sent).toEqual([]);
    expect((await asked(0, ['unknown'])).sent).toEqual([]);
  });
});
