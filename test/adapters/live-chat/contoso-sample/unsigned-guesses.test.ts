import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postCallback } from '../../../../simulators/live-chat/callbacks/post-callback.ts';
import { skillCaller } from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { openSession } from '../callbacks.ts';

/** One request a second, and so 30 at once. */
const burst = 30;
let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({
    liveChatKind: 'contoso-sample',
    environment: { HANDOFF_RATE_PER_ADDRESS: '1', HANDOFF_TRUSTED_PROXY: '127.0.0.1' },
  });
});
afterAll(() => world.stop());

interface Sender {
  readonly address: string;
  readonly secret?: string;
}

const say = (conversationId: string, message: string, { address, secret }: Sender) =>
  postCallback(
    `${world.url}/api/livechat/messages`,
    { ConversationId: conversationId, Id: randomUUID(), Message: message, Sender: 'Dana' },
    { headers: { 'x-forwarded-for': address }, ...(secret !== undefined && { secret }) },
  );
const times = <Result>(count: number, act: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
const guess = (sender: Sender) => say(randomUUID().slice(0, 5), 'Hello', sender);
const countOf = (answers: readonly { readonly status: number }[], wanted: number): number =>
  answers.filter(({ status }) => status === wanted).length;

describe('S28: guesses at the id of a live chat, where callbacks are not signed,', () => {
  it('are 404, then 429 with Retry-After', async () => {
    const answers = await times(burst + 30, () => guess({ address: '198.51.100.1' }));
    expect(countOf(answers, 404) + countOf(answers, 429)).toBe(burst + 30);
    expect(countOf(answers, 429)).toBeGreaterThan(15);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.retryAfterMs).toBeGreaterThan(0);
    expect(refused?.body).toMatchObject({ detail: 'Too many requests of this address.' });
  });

  it('hold up neither the desk at the same address nor guesses from another', async () => {
    const address = '198.51.100.2';
    await times(burst + 5, () => guess({ address }));
    expect((await guess({ address })).status).toBe(429);
    expect((await guess({ address: '198.51.100.3' })).status).toBe(404);
    const { chat, customer, copilot } = await openSession(world);
    expect((await say(chat.id, 'Still here', { address })).status).toBe(200);
    await customer.sees('Still here');
    await copilot.end({ LiveChatConversationId: '' });
    expect((await say(chat.id, 'Too late', { address })).status).toBe(410);
  });

  it('are answered at once while a live chat is being opened, and count as well', async () => {
    world.liveChat.failNext({ path: '/start', delayMs: 3000 });
    const { conversationId } = await world.microsoft.teams.customer('Anna');
    const opening = skillCaller(world, { conversationId }).escalate({});
    await expect.poll(() => world.liveChat.requests.at(-1)?.path).toContain('start');
    const before = performance.now();
    const answers = await times(burst + 20, () => guess({ address: '198.51.100.5' }));
    expect(performance.now() - before).toBeLessThan(1500);
    expect(countOf(answers, 503) + countOf(answers, 429)).toBe(burst + 20);
    expect(countOf(answers, 429)).toBeGreaterThan(10);
    expect(answers.find(({ status }) => status === 503)?.body).toMatchObject({ code: 'session-opening' });
    await opening;
  });

  it('share what an address may have with guesses at tokens, and signed ones do not count', async () => {
    const address = '198.51.100.4';
    const { webhookSecret: secret } = world.credentials;
    const signed = await times(burst + 10, () => guess({ address, secret }));
    expect(countOf(signed, 404)).toBe(burst + 10);
    await times(burst + 5, () => guess({ address }));
    const knock = { method: 'POST', body: '{}', headers: { 'x-forwarded-for': address } };
    expect((await fetch(`${world.url}/api/messages`, knock)).status).toBe(429);
    expect((await guess({ address, secret })).status).toBe(404);
  });
});
