import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelId, liveChatId, sessionId } from '../../../src/domain/ids.ts';
import {
  type Fields,
  openedFor,
  type ScriptedInstance,
  scriptedInstance,
} from '../../adapters/live-chat/servicenow/scripted-instance.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';
import { shapeOf, vendorExamples } from './examples.ts';

const examples = vendorExamples();

const requests = examples.filter(({ kind }) => kind === 'request').map(({ json }) => json);
const requestOf = (action: string | undefined): Fields =>
  requests.find((each) => each.action === action && each.botToBot !== undefined) ??
  requests.find((each) => each.action === action) ??
  {};

let instance: ScriptedInstance;
beforeAll(async () => {
  instance = await scriptedInstance();
});
afterAll(() => instance.stop());

const chat = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('hs_1') };
const customer = { id: 'c1', name: 'Anna' };
const key = firstAttempt('k');

/** The last body that the adapter has sent. */
async function sent(call: (liveChat: ReturnType<typeof openedFor>['liveChat']) => Promise<unknown>) {
  await call(openedFor(instance.url, { LIVECHAT_SERVICENOW_CATEGORY: 'humanresource' }).liveChat);
  return instance.bodies().at(-1) ?? {};
}

/** What the adapter adds to the examples, by the table of parameters of the same page. */
const documented = ['clientVariables', 'contextVariables', 'history', 'timestamp', 'timezone', 'botToBot'];

/** Each field has the type that the example gives it; those that we need not send are left out. */
function expectLike(body: Fields, example: Fields): void {
  const known = new Map(Object.entries(example));
  for (const [name, value] of Object.entries(body)) {
    const isFree = name === 'contextVariables' || !known.has(name);
    if (isFree) expect([...documented, ...known.keys()]).toContain(name);
    else expect({ [name]: shapeOf(value) }).toEqual({ [name]: shapeOf(known.get(name)) });
  }
}

describe('A request of ours is like an example of ServiceNow:', () => {
  it('for an agent in a queue', async () => {
    const body = await sent((liveChat) =>
      liveChat.start(
        {
          sessionId: chat.sessionId,
          channel: channelId('msteams'),
          customer,
          firstWords: 'Hi',
          transcript: [],
        },
        key,
      ),
    );
    const example = requestOf('AGENT');
    expectLike(body, example);
    expect(body).toMatchObject({ contextVariables: example.contextVariables });
  });

  it('with words', async () => {
    const words = { ...chat, messageId: 'm1', text: 'Hi', sender: 'Anna', at: 1, kind: 'customer' } as const;
    const body = await sent((liveChat) => liveChat.say(words, key));
    expectLike(body, { ...requestOf(undefined), message: requestOf('AGENT').message });
  });

  it('for an end', async () => {
    expectLike(await sent((liveChat) => liveChat.end(chat, 'customer', key)), requestOf('END_CONVERSATION'));
  });
});
