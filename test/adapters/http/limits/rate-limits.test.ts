import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller, statusOf } from '../../callers/skill/skill-caller.ts';
import { callbackOf, openSession, postSigned } from '../../live-chat/callbacks.ts';
import { type RunningBridge, startRunningBridge } from '../running-bridge.ts';

/** One request a second, and so 30 at once. */
const burst = 30;
const environment = {
  HANDOFF_RATE_PER_CONVERSATION: '1',
  HANDOFF_RATE_PER_SESSION: '1',
  HANDOFF_RATE_PER_ADDRESS: '1',
  HANDOFF_TRUSTED_PROXY: '127.0.0.1',
  HANDOFF_TEAMS_THREAD_LIMITS: 'none',
};
let world: RunningBridge;
/** Each bridge serves the callbacks of one live chat. */
let withSample: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ environment });
  withSample = await startRunningBridge({
    liveChatKind: 'contoso-sample',
    environment: { ...environment, LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: 'false' },
  });
});
afterAll(() => Promise.all([world.stop(), withSample.stop()]));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const times = <Result>(count: number, act: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
const countOf = (answers: readonly { readonly status: unknown }[], wanted: number): number =>
  answers.filter(({ status }) => status === wanted).length;

/** Without a token, for somebody behind the proxy. */
const knock = (address: string, path = '/api/messages', { url }: Pick<RunningBridge, 'url'> = world) =>
  fetch(`${url}${path}`, { method: 'POST', body: '{}', headers: { 'x-forwarded-for': address } });

describe('S19: a conversation that floods', () => {
  it('is 429, nothing of that is stored, others are served, and the repeat is taken', async () => {
    const { copilot, chat } = await openSession(world);
    const other = await openSession(world);
    const said = Array.from({ length: burst + 30 }, (_, index) => `word ${index}`);
    const answers = await times(said.length, async (index) => {
      const text = said[index] ?? '';
      return { text, status: (await copilot.message(text, { id: text })).status };
    });
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    expect(countOf(answers, 200)).toBe(said.length - refused.length);
    expect((await other.copilot.message('and me?')).status).toBe(200);
    await other.chat.sees('and me?');
    await pause(1100);
    const again = refused[0]?.text ?? '';
    expect((await copilot.message(again, { id: again })).status).toBe(200);
    await chat.sees(again);
    const untaken = refused.slice(1).map(({ text }) => text);
    expect(chat.messages.filter(({ text }) => untaken.includes(text))).toEqual([]);
    expect(chat.messages.filter(({ text }) => text === again)).toHaveLength(1);
  });

  it('leaves Copilot Studio as a whole alone', async () => {
    const answers = await times(200, () => skillCaller(world).message('hello'));
    expect(countOf(answers, 200)).toBe(200);
    expect(answers.every((answer) => statusOf(answer) === 'none')).toBe(true);
  });
});

describe('S19: a session of the live chat that floods', () => {
  it('is 429 with Retry-After and the limit, the customer sees nothing of that, and others are served', async () => {
    const { customer, chat } = await openSession(world);
    const other = await openSession(world);
    const answers = await times(burst + 30, (index) =>
      postSigned(world, callbackOf(chat.id, { messageId: `m${index}`, message: `word ${index}.` })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    expect(countOf(answers, 202)).toBe(answers.length - refused.length);
    expect(refused[0]?.body).toMatchObject({ status: 429, detail: 'Too many requests of this session.' });
    expect((await postSigned(world, callbackOf(other.chat.id))).status).toBe(202);
    await pause(1100);
    expect((await postSigned(world, callbackOf(chat.id, { message: 'at last' }))).status).toBe(202);
    await customer.sees(/at last/);
    for (const [index, { status }] of answers.entries()) {
      const seen = customer.messages.filter(({ text }) => text.includes(`word ${index}.`));
      expect(seen).toHaveLength(status === 202 ? 1 : 0);
    }
  });
});

describe('S19: an address without a valid token or signature', () => {
  it.each([
    ['the skill and the reference live chat', () => world, ['/api/messages', '/api/messages/proactive']],
    ['the sample', () => withSample, ['/api/messages', '/api/livechat/messages']],
  ])('is 401, then 429 with the standard headers, on the routes of %s', async (_, bridge, routes) => {
    const answers = await times(burst + 30, (index) =>
      knock('198.51.100.1', routes[index % routes.length], bridge()),
    );
    expect(countOf(answers, 401) + countOf(answers, 429)).toBe(burst + 30);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.headers.get('ratelimit-policy')).toBe('"address";q=30;w=30');
    expect(refused[0]?.headers.get('ratelimit')).toBe('"address";r=0;t=1');
    expect(await refused[0]?.json()).toMatchObject({ title: 'Too many requests' });
  });

  it('holds up neither another address nor requests with a right token or signature at the same one', async () => {
    await times(burst + 30, () => knock('127.0.0.1'));
    expect((await knock('127.0.0.1')).status).toBe(429);
    expect((await knock('198.51.100.2')).status).toBe(401);
    const { chat } = await openSession(world);
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(202);
  });
});

describe('S19: few requests that are large', () => {
  let ample: RunningBridge;
  beforeAll(async () => {
    ample = await startRunningBridge({
      environment: {
        HANDOFF_RATE_KB_PER_CONVERSATION: '20',
        HANDOFF_RATE_KB_PER_SESSION: '20',
        HANDOFF_TEAMS_THREAD_LIMITS: 'none',
      },
    });
  });
  afterAll(() => ample.stop());
  const large = 'x'.repeat(200_000);

  it('of one session are 429 with the time to wait, small ones of others and of the other side are not', async () => {
    const { chat, copilot } = await openSession(ample);
    const other = await openSession(ample);
    const say = (message: string) => postSigned(ample, callbackOf(chat.id, { message }));
    // 600 KB at once is half a minute's worth.
    for (let count = 0; count < 3; count++) expect((await say(large)).status).toBe(202);
    const refused = await say(large);
    expect(refused).toMatchObject({ status: 429, body: { detail: 'Too many bytes of this session.' } });
    expect(refused.retryAfterMs).toBeGreaterThan(5_000);
    expect(refused.retryAfterMs).toBeLessThan(11_000);
    expect((await postSigned(ample, callbackOf(other.chat.id, { message: large }))).status).toBe(202);
    expect((await copilot.message('and mine')).status).toBe(200);
    await chat.sees('and mine');
  });

  it('of one conversation are 429 and not stored, and the largest of another one passes', async () => {
    const { copilot, chat } = await openSession(ample);
    for (let count = 0; count < 3; count++) expect((await copilot.message(large)).status).toBe(200);
    const refused = await copilot.message(large, { id: 'again' });
    expect(refused.status).toBe(429);
    const other = await openSession(ample);
    expect((await other.copilot.message('x'.repeat(249_000))).status).toBe(200);
    await chat.sees(large);
    expect(chat.messages).toHaveLength(3);
  });
});
