import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { liveChatIdIn, type Overrides, skillCaller, statusOf } from './skill-caller.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

/** What the live chat was told at the start of the session that this value escalated. */
async function startedWith(value: unknown, overrides: Overrides = {}) {
  const escalation = await skillCaller(world).escalate(value, overrides);
  expect(statusOf(escalation)).toBe('queued');
  const chat = await world.liveChat.chat(({ id }) => id === liveChatIdIn(escalation));
  const isOurs = (body: unknown) => JSON.stringify(body).includes(chat.handoffSessionId ?? '?');
  return world.liveChat.requests.find(({ path, body }) => path === '/api/livechat/start' && isOurs(body))
    ?.body;
}

const lines = [
  { from: 'customer', text: 'Where is my parcel?', at: '2026-01-02T03:04:05.000Z' },
  { from: 'copilot', text: 'On its way' },
];

describe('What an escalation carries reaches the live chat:', () => {
  it('ProblemDescription', async () => {
    expect(await startedWith({ ProblemDescription: 'My invoice is wrong' })).toMatchObject({
      problem: 'My invoice is wrong',
    });
  });

  it.each([
    ['a list', lines],
    ['JSON text of a list', JSON.stringify(lines)],
  ])('Transcript as %s', async (_, Transcript) => {
    expect(await startedWith({ Transcript })).toMatchObject({ transcript: lines });
  });

  it('Transcript as text, whole', async () => {
    const Transcript = `Customer: Hi\n${'long '.repeat(3000)}the end`;
    const body = await startedWith({ Transcript });
    const { transcript } = { transcript: [], ...(body as { transcript?: readonly { text: string }[] }) };
    expect(transcript.map(({ text }) => text).join('')).toBe(Transcript);
  });

  it.each([
    ['an object', { Order: 17, Tags: ['a'], Nested: { deep: true } }],
    ['JSON text', JSON.stringify({ Order: 17, Tags: ['a'], Nested: { deep: true } })],
  ])('Context as %s', async (_, Context) => {
    expect(await startedWith({ Context })).toMatchObject({
      context: { Order: 17, Tags: ['a'], Nested: { deep: true } },
    });
  });

  it('Context as plain text', async () => {
    expect(await startedWith({ Context: 'VIP' })).toMatchObject({ context: { text: 'VIP' } });
  });

  it('all of it when the value is JSON text, in any casing', async () => {
    const value = JSON.stringify({ problemdescription: 'P', TRANSCRIPT: lines, context: { a: 1 } });
    expect(await startedWith(value)).toMatchObject({ problem: 'P', transcript: lines, context: { a: 1 } });
  });

  it('with a sign where something is too long, and never with half a character', async () => {
    const fox = '🦊'.repeat(30_000);
    const { problem, transcript } = (await startedWith({
      ProblemDescription: fox,
      Transcript: [{ from: 'customer', text: fox }],
    })) as { problem: string; transcript: readonly { text: string }[] };
    for (const text of [problem, transcript[0]?.text ?? '']) {
      expect(text).toMatch(/^(?:🦊)+…$/u);
      expect(text.length).toBeGreaterThan(7_990);
      expect(text.length).toBeLessThanOrEqual(8_000);
    }
    const long = (await startedWith({ Transcript: fox })) as { transcript: readonly { text: string }[] };
    expect(long.transcript.map(({ text }) => text).join('')).toMatch(/^(?:🦊)+…$/u);
    for (const { text } of long.transcript) expect(text.isWellFormed() && text.length <= 8_000).toBe(true);
  });

  it.each([
    ['an object', { text: '"\\'.repeat(20_000) }],
    ['a text', '"\\\u0000\ud83d'.repeat(15_000)],
  ])('Context of at most 32,000 characters of JSON: %s', async (_, Context) => {
    const { context } = (await startedWith({ Context })) as { context: { text: string } };
    expect(JSON.stringify(context).length).toBeLessThanOrEqual(32_000);
    expect(context.text).toMatch(/…$/);
  });

  it.each([
    ['nothing', undefined],
    ['nulls', { ProblemDescription: null, Transcript: null, Context: null }],
    ['empty texts', { ProblemDescription: ' ', Transcript: '', Context: '' }],
    ['wrong types', { ProblemDescription: 5, Transcript: { a: 1 } }],
    ['a list', [1, 2]],
    ['a number', 7],
    ['text that is not JSON', '{"ProblemDescription":'],
  ])('no problem, transcript or context from %s', async (_, value) => {
    const body = await startedWith(value);
    expect(body).not.toHaveProperty('problem');
    expect(body).not.toHaveProperty('transcript');
    expect(body).not.toHaveProperty('context');
  });

  it('lines of a transcript that are no lines are left out, the rest stays in order', async () => {
    const Transcript = [null, 1, { text: '' }, { from: 'user', text: 'a' }, { text: 'b', at: 'never' }];
    expect(await startedWith({ Transcript })).toMatchObject({
      transcript: [
        { from: 'customer', text: 'a' },
        { from: 'copilot', text: 'b' },
      ],
    });
  });

  it('JSON text that is nested beyond reason is taken as text and breaks nothing', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(await startedWith({ Context: deep, Transcript: '['.repeat(5000) })).toHaveProperty('context.text');
  });

  it('the customer, named by their Entra object id, with name and locale', async () => {
    const from = { id: '29:1x', name: ' Anna\n Meyer ', aadObjectId: 'aad-1', role: 'user' };
    expect(await startedWith({}, { from, locale: 'de-DE' })).toMatchObject({
      channel: 'msteams',
      customer: { id: 'aad-1', name: 'Anna Meyer', locale: 'de-DE' },
      callbackUrl: `${world.url}/api/messages/proactive`,
      conversationId: expect.stringMatching(/^hs_/),
    });
    expect(await startedWith({}, { from: { id: '29:2x' } })).toMatchObject({
      customer: { id: '29:2x', name: 'Customer' },
    });
  });
});

describe('A ProblemDescription', () => {
  const seenBy = async (value: unknown, messages: readonly [string, unknown][]) => {
    const copilot = skillCaller(world);
    const escalation = await copilot.escalate(value);
    const chat = await world.liveChat.chat(({ id }) => id === liveChatIdIn(escalation));
    for (const [text, input] of messages) await copilot.message(text, { value: input });
    await copilot.message('last');
    await chat.sees('last');
    return chat.messages.map(({ text }) => text);
  };

  it('of a message is shown once, before the text when it differs from it', async () => {
    const problem = { ProblemDescription: 'No power' };
    expect(
      await seenBy({}, [
        ['It is dark', problem],
        ['Still dark', problem],
      ]),
    ).toEqual(['No power', 'It is dark', 'Still dark', 'last']);
  });

  it('that equals the text is not shown twice', async () => {
    const problem = { ProblemDescription: 'No power' };
    expect(await seenBy({}, [['No power', problem]])).toEqual(['No power', 'last']);
  });

  it('that the escalation carried is not shown again, control characters or not', async () => {
    const problem = { ProblemDescription: 'No\r\n power\u0007' };
    expect(await seenBy(problem, [['Hurry', problem]])).toEqual(['Hurry', 'last']);
  });

  it('that the escalation carried does not swallow the same words when the customer types them', async () => {
    const problem = { ProblemDescription: 'No power' };
    const twice: readonly [string, unknown][] = [
      ['No power', problem],
      ['No power', problem],
    ];
    expect(await seenBy(problem, twice)).toEqual(['No power', 'No power', 'last']);
  });
});
