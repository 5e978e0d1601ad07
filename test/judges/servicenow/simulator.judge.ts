import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { servicenow } from '../../../simulators/live-chat/servicenow/vendor.ts';
import { endpoint } from '../../../simulators/live-chat/servicenow/wire/wire.ts';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { type FakeBridge, startFakeBridge } from '../../simulators/live-chat/fake-bridge.ts';
import { itemsOf, type Json, nameOf, shapeOf, vendorExamples } from './examples.ts';

const examples = vendorExamples();
const requests = examples.filter(({ kind }) => kind === 'request');
const callbacks = examples.filter(({ kind, json }) => kind === 'callback' && 'body' in json);

let bridge: FakeBridge;
let liveChat: LiveChat;
beforeEach(async () => {
  bridge = await startFakeBridge();
  liveChat = await startLiveChat({ kind: servicenow.kind, callbackUrl: bridge.callbackUrl }, servicenow);
});
afterEach(async () => {
  await liveChat.stop();
  await bridge.stop();
});

const heard = (): readonly Json[] => bridge.heard.map(({ body }) => body);

async function post(json: Json): Promise<unknown> {
  const response = await fetch(`${liveChat.url}${endpoint}`, { method: 'POST', body: JSON.stringify(json) });
  expect(response.status).toBe(200);
  return response.json();
}

const toAgents = { userId: 'beth.anglin', clientSessionId: '', message: { text: 'Live Agent Support.' } };

const words = ['uiType', 'actionType', 'group', 'itemType', 'style', 'maskType'];

/** How many topics an instance has is its own matter: of a list of options the first one counts. */
function itemShape({ options, ...rest }: Json): unknown {
  const fixed = Object.entries(rest).filter(([name]) => words.includes(name));
  const first = Array.isArray(options) ? { options: shapeOf(options[0]) } : {};
  return { ...Object(shapeOf(rest)), ...Object.fromEntries(fixed), ...first };
}

const namesIn = (callback: Json): readonly string[] => itemsOf(callback).map(nameOf);

/** All but the items, and but what the page's callbacks take from other requests than they stand beside. */
const envelopeShape = ({ body: _, message: __, interactionId: ___, ...rest }: Json) => shapeOf(rest);

describe('Of the examples of ServiceNow', () => {
  const pairs = requests.flatMap((request) => {
    const callback = callbacks.find(({ title }) => title === request.title);
    return callback ? [{ title: request.title, request: request.json, callback: callback.json }] : [];
  });

  it('there are 31: 15 requests, of which 14 have their callback beside them, a callback alone, an answer', () => {
    expect([examples.length, requests.length, callbacks.length, pairs.length]).toEqual([31, 15, 15, 14]);
  });

  it.each(pairs)('"$title" is answered as they show', async ({ request, callback }) => {
    if (request.action === 'END_CONVERSATION') await post({ requestId: 'r', ...toAgents });
    expect(await post(request)).toEqual({ status: 'success' });
    const isIt = (each: Json) =>
      each.requestId === request.requestId && String(namesIn(each)) === String(namesIn(callback));
    await expect.poll(() => heard().filter(isIt)).toHaveLength(1);
    const answer = heard().find(isIt) ?? {};
    expect(answer.message).toEqual(request.message);
    expect(envelopeShape(answer)).toEqual(envelopeShape(callback));
    expect(itemsOf(answer).map(itemShape)).toEqual(itemsOf(callback).map(itemShape));
  });

  it('the end of a talk with the Virtual Agent is told as they show', async () => {
    const title = 'End a Virtual Agent conversation by setting the action parameter';
    const callback = callbacks.find((each) => each.title === title)?.json ?? {};
    const { requestId, userId, clientSessionId, nowSessionId, message } = callback;
    await post({ action: 'END_CONVERSATION', requestId, userId, clientSessionId, nowSessionId, message });
    await expect.poll(heard).toHaveLength(1);
    expect(heard().map(shapeOf)).toEqual([shapeOf(callback)]);
  });

  it('messages are updated in the answer alone', async () => {
    const request = requests.find(({ json }) => json.action === 'UPDATE_MESSAGES')?.json ?? {};
    expect(await post(request)).toEqual({ status: 'success' });
    expect(heard()).toEqual([]);
  });
});

/** Items that the page names in a table, without an example: the fields that its text has. */
const inTables: Readonly<Record<string, readonly string[]>> = {
  StartConversation: ['conversationId', 'messageId'],
  SubscribeToSupportQueue: ['supportQueue'],
  StartSpinner: ['spinnerType', 'message', 'waitTime'],
  EndSpinner: [],
  SubscribeToChatPresence: ['channel', 'chatSessionId'],
  SwitchToLiveAgent: [],
  SwitchToVirtualAgent: [],
  StartTypingIndicator: [],
  EndTypingIndicator: [],
  System: ['message'],
  ChatSubHeader: [],
  DynamicLoader: [],
  OutputLink: ['value'],
  OutputImage: ['value'],
  OutputHtml: ['value'],
  OutputCard: ['data'],
};

/** What agents' words have and the Virtual Agent's have not: the page's table, again without an example. */
const optional = ['messageId', 'agentInfo'];

const fieldsOf = (item: Json): string =>
  String(
    Object.keys(item)
      .filter((name) => !optional.includes(name))
      .toSorted(),
  );

type Source = 'an example' | 'a table' | 'nothing';

function sourceOf(item: Json, known: ReadonlySet<string>): Source {
  const name = nameOf(item);
  if (known.has(`${name} ${fieldsOf(item)}`)) return 'an example';
  return inTables[name]?.every((field) => field in item) ? 'a table' : 'nothing';
}

describe('Of everything that the simulator tells', () => {
  const known = new Set(
    callbacks.flatMap(({ json }) => itemsOf(json)).map((item) => `${nameOf(item)} ${fieldsOf(item)}`),
  );
  const always = ['requestId', 'clientSessionId', 'userId', 'body', 'score'];
  const sometimes = [...new Set(callbacks.flatMap(({ json }) => Object.keys(json))), 'clientVariables'];

  /** A whole conversation with an agent, and one with the Virtual Agent after it. */
  async function play(): Promise<void> {
    for (const { json } of requests) await post(json);
    const mine = { userId: 'anna', clientSessionId: 'hs_1', clientVariables: { oursId: 'hs_1' } };
    await post({ ...mine, requestId: 'r1', action: 'AGENT', contextVariables: { live_agent_only: 'true' } });
    const chat = await liveChat.chat(({ id }) => id === 'hs_1');
    await chat.join();
    await chat.typing();
    await chat.says('Hello');
    await chat.transfersTo('Kim');
    await chat.leaves();
    await chat.ends({ message: 'Good bye' });
    for (const text of ['hi', 'Show me everything', 'End conversation'])
      await post({ ...mine, requestId: text, message: { text, typed: true } });
  }

  it('25 callbacks have the fields of the examples, and 21 items an example or a line of a table', async () => {
    await play();
    await expect.poll(() => heard().length).toBe(25);
    for (const callback of heard()) {
      expect(Object.keys(callback)).toEqual(expect.arrayContaining(always));
      expect(Object.keys(callback).filter((name) => !sometimes.includes(name))).toEqual([]);
    }
    const sources = Map.groupBy(heard().flatMap(itemsOf), (item) => sourceOf(item, known));
    const named = (source: Source) => [...new Set(sources.get(source)?.map(nameOf))].toSorted();
    expect(named('nothing')).toEqual([]);
    expect(named('an example')).toEqual([
      'CreateConversation',
      'InputText',
      'OutputText',
      'Picker',
      'TopicPickerControl',
    ]);
    expect(named('a table')).toEqual(Object.keys(inTables).toSorted());
  });
});
