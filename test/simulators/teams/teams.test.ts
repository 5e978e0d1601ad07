import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { postJson } from '../../../simulators/http/post-json.ts';
import type { MicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { createRateLimits } from '../../../simulators/teams/rate-limits.ts';
import { apps, microsoftSide, tokenFor } from '../copilot-studio/fake-skill.ts';

const connectorScope = 'https://api.botframework.com/.default';
const message = { type: 'message', text: '**Dana**: Hello', textFormat: 'markdown' };

let side: MicrosoftSide;
beforeAll(async () => {
  side = await microsoftSide();
});
afterEach(() => side.teams.clearFaults());
afterAll(() => side.stop());

async function speak(conversationId: string, activity: object, { token }: { token?: string } = {}) {
  const bearer = token ?? (await tokenFor(side, apps.copilotApp, connectorScope));
  const url = `${side.teamsServiceUrl}v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  return postJson(url, activity, { headers: { authorization: `Bearer ${bearer}` } });
}

describe('The Bot Connector', () => {
  it('shows a message of the copilot to the customer', async () => {
    const customer = await side.teams.customer('Mia');
    const { status, body } = await speak(customer.conversationId, message);
    expect(status).toBe(201);
    const { id } = await customer.sees('**Dana**: Hello');
    expect(body).toEqual({ id });
    expect(side.teams.received.at(-1)).toMatchObject({
      conversationId: customer.conversationId,
      status: 201,
    });
  });

  it('takes replies to an activity and signs of typing', async () => {
    const { conversationId } = await side.teams.customer();
    const token = await tokenFor(side, apps.copilotApp, connectorScope);
    const base = `${side.teamsServiceUrl}v3/conversations/${encodeURIComponent(conversationId)}`;
    const headers = { authorization: `Bearer ${token}` };
    expect((await postJson(`${base}/activities/1234`, message, { headers })).status).toBe(201);
    expect(side.teams.received.at(-1)?.replyTo).toBe('1234');
    expect((await speak(conversationId, { type: 'typing' })).status).toBe(201);
  });

  it('has conversation ids that need encoding', async () => {
    expect((await side.teams.customer()).conversationId).toMatch(/^a:1[^@]+@unq\.gbl\.spaces;messageid=\d+$/);
  });

  it('refuses tokens that are missing, of another app, or for another audience', async () => {
    const { conversationId, messages } = await side.teams.customer();
    const ofSkill = await tokenFor(side, apps.skillApp, connectorScope);
    const forSkill = await tokenFor(side, apps.copilotApp, `${apps.skillApp.clientId}/.default`);
    for (const token of ['', ofSkill, forSkill])
      expect((await speak(conversationId, message, { token })).status).toBe(401);
    expect(messages).toEqual([]);
  });

  it.each([
    ['an endOfConversation', { type: 'endOfConversation' }, 400, 'BadArgument'],
    ['an empty message', { type: 'message', text: '' }, 400, 'BadSyntax'],
    ['what is no activity', { text: 'no type' }, 400, 'BadSyntax'],
    ['a message over 80 KB', { type: 'message', text: 'x'.repeat(41_000) }, 413, 'MessageSizeTooBig'],
  ])('refuses %s', async (_what, activity, status, code) => {
    const { conversationId } = await side.teams.customer();
    expect(await speak(conversationId, activity)).toMatchObject({ status, body: { error: { code } } });
  });

  it('does not know conversations of others', async () => {
    expect(await speak('a:1other@unq.gbl.spaces', message)).toMatchObject({
      status: 404,
      body: { error: { code: 'ConversationNotFound' } },
    });
  });

  it('fails as planned, as often as planned, and only where planned', async () => {
    const { conversationId } = await side.teams.customer();
    const headers = { 'retry-after': '2' };
    const body = { error: { code: 'BotNotInConversationRoster' } };
    side.teams.failNext({ status: 429, headers, times: 2, when: ({ text }) => text === 'two' });
    side.teams.failNext({ status: 403, body, when: ({ text }) => text === 'three' });
    expect((await speak(conversationId, { ...message, text: 'one' })).status).toBe(201);
    const limited = await speak(conversationId, { ...message, text: 'two' });
    expect([limited.status, limited.headers['retry-after']]).toEqual([429, '2']);
    expect(await speak(conversationId, { ...message, text: 'three' })).toMatchObject({ status: 403, body });
    expect((await speak(conversationId, { ...message, text: 'two' })).status).toBe(429);
    expect((await speak(conversationId, { ...message, text: 'two' })).status).toBe(201);
  });

  it('resets a connection, before or after it accepted the message', async () => {
    const customer = await side.teams.customer();
    side.teams.resetNext(1);
    await expect(speak(customer.conversationId, { ...message, text: 'lost' })).rejects.toThrow();
    side.teams.resetNext(1, { afterAccepting: true });
    await expect(speak(customer.conversationId, { ...message, text: 'kept' })).rejects.toThrow();
    expect(customer.messages.map(({ text }) => text)).toEqual(['kept']);
    expect(side.teams.received.slice(-2).map(({ status }) => status)).toEqual(['reset', 'reset']);
  });

  it('answers late while it is slow', async () => {
    const { conversationId } = await side.teams.customer();
    side.teams.delay(200);
    const startedAt = performance.now();
    await speak(conversationId, message);
    expect(performance.now() - startedAt).toBeGreaterThan(190);
  });

  it('enforces the limits of a thread when asked to', async () => {
    const strict = await microsoftSide({ enforceLimits: true });
    const { conversationId } = await strict.teams.customer();
    const token = await tokenFor(strict, apps.copilotApp, connectorScope);
    const url = `${strict.teamsServiceUrl}v3/conversations/${encodeURIComponent(conversationId)}/activities`;
    const sends = Array.from({ length: 8 }, () =>
      postJson(url, message, { headers: { authorization: `Bearer ${token}` } }),
    );
    const answers = await Promise.all(sends);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('1');
    await strict.stop();
  });
});

describe('Rate limits', () => {
  it.each([
    [7, 0, 1_000],
    [8, 150, 2_000],
    [60, 450, 30_000],
  ])('allow %i sends, %i ms apart, within their window', (most, apartMs, withinMs) => {
    const limits = createRateLimits();
    for (let sent = 0; sent < most; sent += 1) expect(limits.take('c', sent * apartMs)).toBe('allowed');
    const next = limits.take('c', most * apartMs);
    expect(next).toEqual({ againInMs: withinMs - most * apartMs });
    expect(limits.take('another', most * apartMs)).toBe('allowed');
    expect(limits.take('c', withinMs)).toBe('allowed');
  });
});

describe('A customer', () => {
  it('is answered in order, also when several messages are under way', async () => {
    const customer = await side.teams.customer();
    await Promise.all([customer.says('Hello'), customer.says('something else'), customer.says('bye')]);
    const spoken = customer.messages
      .filter(({ from }) => from === 'copilot')
      .map(({ text }) => text.slice(0, 8));
    expect(spoken).toEqual(['Hello, I', 'I am sor', 'Goodbye!']);
    expect(customer.messages.every(({ delivery }) => delivery === 'delivered')).toBe(true);
  });

  it('learns that the copilot cannot be reached', async () => {
    const cut = await microsoftSide();
    cut.entra.unavailable(true);
    const customer = await cut.teams.customer();
    await expect(customer.says('Hello')).rejects.toThrow('could not be reached');
    expect(customer.messages).toMatchObject([{ text: 'Hello', delivery: 'failed' }]);
    await cut.stop();
  });

  it('waits for a message and prints the chat when it does not come', async () => {
    const customer = await side.teams.customer('Mia');
    setTimeout(() => customer.says('Hello'), 50);
    await expect(customer.sees(/virtual assistant/)).resolves.toMatchObject({ from: 'copilot' });
    await expect(customer.sees('an elephant', { withinMs: 50 })).rejects.toThrow(
      /Mia did not see "an elephant" within 50 ms\.\nThe chat so far:\n.*customer: Hello\n.*copilot: Hello/,
    );
  });
});
