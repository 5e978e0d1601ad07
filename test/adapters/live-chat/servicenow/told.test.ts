import { describe, expect, it } from 'vitest';
import { action, dana, output, read, told } from './items.ts';
import type { Fields } from './scripted-instance.ts';

describe('A callback of ServiceNow tells', () => {
  it.each([
    ['value', output({ value: 'Hello', agentInfo: dana })],
    ['label, as some versions write it', output({ label: 'Hello', agentInfo: dana })],
    ['value, where both are there', output({ value: 'Hello', label: 'Other', agentInfo: dana })],
    ['label, where the value is empty or null', output({ value: null, label: 'Hello', agentInfo: dana })],
    [
      'value, with a flag in text',
      output({ value: 'Hello', agentInfo: { sentFromAgent: 'true', agentName: 'Dana' } }),
    ],
  ])("an agent's words by %s", (_, item) => {
    expect(read([item]).told).toMatchObject([{ type: 'words', text: 'Hello', agentName: 'Dana' }]);
  });

  it("an agent's words without a name, and one item that is in no list", () => {
    const {
      told: [words],
    } = read(output({ value: 'Hello', agentInfo: { sentFromAgent: true } }));
    expect(words).toMatchObject({ type: 'words', text: 'Hello' });
    expect(words).not.toHaveProperty('agentName');
  });

  it("an agent's link and picture with their address", () => {
    const link = { uiType: 'OutputLink', label: 'Form', value: { action: 'https://x/f' }, agentInfo: dana };
    const picture = { uiType: 'OutputImage', label: 'Plan', value: 'https://x/p.png', agentInfo: dana };
    expect(told([link, picture])).toEqual([
      { words: 'Form: https://x/f' },
      { words: 'Plan: https://x/p.png' },
    ]);
    expect(
      told([
        { ...link, agentInfo: null },
        { ...picture, agentInfo: null },
      ]),
    ).toEqual([]);
  });

  it.each([
    ['agentInfo is absent', {}],
    ['it was sent by the bot', { agentInfo: { sentFromAgent: false, agentName: 'Bot' } }],
    ['agentInfo makes no sense', { agentInfo: 'Dana' }],
  ])('words of no agent where %s', (_, more) => {
    expect(told([output({ value: 'Please stand by', ...more })])).toEqual([{ automatic: 'Please stand by' }]);
  });

  it.each(['StartTypingIndicator', 'StartTypingIndicatorActionMsg'])('typing by %s', (actionType) => {
    expect(told([action(actionType)])).toEqual([{ type: 'typing' }]);
  });

  it.each([
    ['SwitchToLiveAgent', action('SwitchToLiveAgent'), { type: 'joined' }],
    ['a name there', action('SwitchToLiveAgent', { agentInfo: dana }), { type: 'joined', agentName: 'Dana' }],
    [
      'a system text',
      action('System', { message: 'Dana Day has entered the chat.' }),
      { type: 'joined', agentName: 'Dana Day' },
    ],
  ])('that an agent is there by %s', (_, item, status) => {
    expect(told([item])).toEqual([status]);
  });

  it('other system texts as they are, and they end nothing', () => {
    const message = 'The conversation is timing out, are you still there?';
    expect(told([action('System', { message })])).toEqual([{ automatic: message }]);
  });

  it('nothing by what is for programs, is empty or is not known', () => {
    const body = [
      ...['EndTypingIndicator', 'EndSpinner', 'SubscribeToSupportQueue', 'SubscribeToChatPresence'].map(
        (each) => action(each),
      ),
      ...['StartConversation', 'CreateConversation', 'ChatSubHeader', 'SwitchConversation', 'New'].map(
        (each) => action(each, { message: 'x' }),
      ),
      action('StartSpinner', { message: 'One moment' }),
      { uiType: 'DynamicLoader' },
      { uiType: 'StreamChunk', value: 'par' },
      { uiType: 'OutputHtml', value: '<b>x</b>' },
      output({ value: '' }),
      output({ value: '\u0000 \n' }),
      output({ value: 7 }),
      { value: 'x' },
      null,
      'x',
      7,
    ];
    expect(told(body)).toEqual([]);
    expect(told(undefined)).toEqual([]);
    expect(told('x')).toEqual([]);
  });
});

describe('The wait for an agent', () => {
  const wait = (waitTime: string, message?: string) =>
    action('StartSpinner', { spinnerType: 'wait_time', message, waitTime, messageId: 'm' });

  it('is told in the words of ServiceNow', () => {
    expect(told([wait('8 Seconds', 'Routing you to a live agent...')])).toEqual([
      { automatic: 'Routing you to a live agent... 8 Seconds' },
    ]);
    expect(told([wait('8 Seconds', 'Wait of 8 Seconds')])).toEqual([{ automatic: 'Wait of 8 Seconds' }]);
    expect(told([wait('8 Seconds')])).toEqual([{ automatic: '8 Seconds' }]);
  });

  it.each([
    ['13 Seconds', '8 Seconds', true],
    ['61 seconds', '2 Minutes', true],
    ['2 Minutes', '1 Minute', false],
    ['1 hour', '60 minutes', true],
    ['bald', 'bald', true],
    ['bald', 'später', false],
  ])('of %j and of %j is one and the same: %j', (before, after, isSame) => {
    const [first, second] = [before, after].map((each) => read([wait(each)]).told[0]?.id);
    expect(first === second).toBe(isSame);
  });
});

describe('A dialogue of the Virtual Agent', () => {
  const picker = {
    uiType: 'TopicPickerControl',
    group: 'DefaultPicker',
    options: [{ label: 'Live Agent Support.' }],
  };

  it('is recognised by what it asks for, and its words are not for the customer', () => {
    const { told: words, isDialogue } = read([output({ value: 'I did not understand' }), picker]);
    expect({ words, isDialogue }).toEqual({ words: [], isDialogue: true });
    expect(read([action('StartSpinner', { message: 'Searching' }), picker]).isDialogue).toBe(true);
  });

  it.each([
    ['agentChat', [picker, output({ value: 'One moment' })], { agentChat: true }],
    [
      'a wait',
      [picker, action('StartSpinner', { spinnerType: 'wait_time' }), output({ value: 'One moment' })],
      {},
    ],
    ['a queue', [picker, action('SubscribeToSupportQueue'), output({ value: 'One moment' })], {}],
  ])('is none where %s speaks of an agent', (_, body, more) => {
    expect(read(body, more).isDialogue).toBe(false);
    expect(told(body, more)).toEqual([{ automatic: 'One moment' }]);
  });
});

describe('The id of an item', () => {
  const words = output({ value: 'Ok', agentInfo: dana });

  it('is its messageId, and another one for another item of the same callback', () => {
    const items = [
      { ...words, messageId: 'm1' },
      { ...words, messageId: 'm1' },
      { ...words, messageId: 'm2' },
    ];
    expect(read(items).told.map(({ id }) => id)).toEqual(['m1', 'm1-2', 'm2']);
  });

  it('follows from the callback where there is none: the same for a repeat, another one for all else', () => {
    const ids = (more: Fields) => read([words, words], more).told.map(({ id }) => id);
    const first = ids({ requestId: 'r1' });
    expect(new Set(first).size).toBe(2);
    expect(ids({ requestId: 'r1' })).toEqual(first);
    expect(ids({ requestId: 'r2' })).not.toEqual(first);
  });

  it.each(['', 'a\u0000b', 'x'.repeat(300)])('is made where %j cannot be one', (messageId) => {
    expect(read([{ ...words, messageId }]).told[0]?.id).toMatch(/^[0-9a-f]{40}-0$/);
  });
});
