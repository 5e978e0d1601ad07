import { describe, expect, it } from 'vitest';
import { instanceOfEachTest, words } from './instance.ts';

const instance = instanceOfEachTest();
const bodies = () => instance.heard().map(({ body }) => body);
const opened = async () => {
  const chat = await instance.open();
  await instance.items(1);
  return chat;
};

describe('An agent of an instance', () => {
  it('is heard by items, several in a callback, each about the last request', async () => {
    const chat = await opened();
    await instance.post({ ...words('one'), clientVariables: { n: 2 } });
    expect(await chat.queuePosition(3, 90)).toEqual({ status: 0, body: undefined });
    await chat.join('Dana');
    await chat.typing();
    await chat.says('Hello', { messageId: 'm1' });
    await chat.transfersTo('Kim');
    await chat.leaves();
    await chat.ends({ message: 'Good bye' });
    expect((await instance.items(7)).slice(1)).toEqual([
      ['EndSpinner', 'SwitchToLiveAgent', 'System'],
      ['StartTypingIndicator'],
      ['EndTypingIndicator', 'OutputText'],
      ['System', 'SwitchToLiveAgent', 'System'],
      ['System'],
      ['OutputText', 'System', 'SwitchToVirtualAgent'],
    ]);
    expect(instance.heard().at(-1)).toMatchObject({
      requestId: expect.stringMatching(/^request \d+$/),
      message: words('one').message,
      clientVariables: { n: 2 },
      agentChat: true,
      completed: true,
    });
    expect(bodies()[1]).toMatchObject([{}, {}, { message: 'Dana has entered the chat.' }]);
    expect(bodies()[3]).toMatchObject([
      {},
      { value: 'Hello', messageId: 'm1', agentInfo: { sentFromAgent: true, agentName: 'Dana' } },
    ]);
    expect([chat.status, chat.endReason]).toEqual(['ended', 'agent']);
  });

  it('writes on while callbacks are under way, which overtake each other, and none is repeated', async () => {
    const chat = await opened();
    instance.liveChat.behave({ holdsBackMs: (count) => (count === 1 ? 60 : 0) });
    instance.bridge.answers({ status: 202, afterMs: 30 }, { status: 503 });
    const saying = ['one', 'two', 'three'].map((text) => chat.says(text));
    expect((await Promise.all(saying)).map(({ status }) => status).toSorted()).toEqual([202, 202, 503]);
    const texts = instance.bridge.heard.slice(1).map(({ body, atOnce }) => {
      const said = Array.isArray(body.body) ? body.body[1] : {};
      return [said.value, atOnce];
    });
    expect(texts).toEqual([
      ['two', 1],
      ['three', 2],
      ['one', expect.any(Number)],
    ]);
  });
});
