import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleWorld, startConsoleWorld, told } from './console-world.ts';

let world: ConsoleWorld;

beforeEach(async () => {
  world = await startConsoleWorld();
});

afterEach(() => world.stop());

const events = (conversationId?: string) =>
  `${world.url}/api/events${conversationId === undefined ? '' : `?conversation=${encodeURIComponent(conversationId)}`}`;

const sendTo = (line: keyof ConsoleWorld['lines'], path: string, body: unknown) =>
  fetch(`${world.lines[line].url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${world.rehearsal.secrets[3]}`,
      'idempotency-key': path + JSON.stringify(body).length,
    },
    body: JSON.stringify(body),
  });

const now = () => new Date().toISOString();

const startOf = (customerId: string) => ({
  conversationId: 'hs_1',
  channel: 'msteams',
  customer: { id: customerId, name: 'Anna' },
  callbackUrl: 'http://127.0.0.1:9/',
});

async function annaWithChat() {
  const { conversationId } = await world.microsoft.teams.customer('Anna');
  const record = world.microsoft.teams.chats.find((each) => each.conversationId === conversationId);
  await sendTo('toLiveChat', '/api/livechat/start', startOf(record?.customer.aadObjectId ?? ''));
  return conversationId;
}

describe('The console’s feed', () => {
  it('tells of conversations, the session as the bridge’s log says, and of what crossed the wire', async () => {
    const conversationId = await annaWithChat();
    world.rehearsal.bridgeLog.read('{"msg":"change","session":"hs_1","outcome":"changed","status":"queued"}');
    const text = await told(events(conversationId), (all) => all.includes('opens a chat'));
    expect(text).toContain(
      '"customer":"Anna","session":{"id":"hs_1","status":"queued","statuses":["requested","queued"]',
    );
    expect(text).toContain('"from":"bridge","to":"live-chat","kind":"start"');
  });

  it('tells of nothing that belongs to another conversation', async () => {
    await annaWithChat();
    const { conversationId } = await world.microsoft.teams.customer('Ben');
    const text = await told(events(conversationId), (all) => all.includes('"customer":"Ben"'));
    expect(text).not.toContain('opens a chat');
  });

  it('tells what waits, and what the bridge has given up', async () => {
    world.bridge.metrics = 'handoff_waiting_messages{direction="to-customer"} 3\n';
    const letter = { id: 'hs_1.4.0', sessionId: 'hs_1', direction: 'to-customer', kind: 'say', cause: '403' };
    const times = { acceptedAt: 'x', diedAt: 'x', attempts: 1, unknownAttempts: 0 };
    world.bridge.deadLetters = [{ ...letter, ...times }];
    const text = await told(events(), (all) => all.includes('hs_1.4.0'));
    expect(text).toContain('"to-customer":{"pending":3');
  });

  it('tells which attempts found no listener', async () => {
    const conversationId = await annaWithChat();
    for (const line of [
      '{"msg":"change","session":"hs_1","outcome":"changed","status":"active"}',
      '{"msg":"delivery","time":"2026-03-02T09:00:00.000Z","session":"hs_1","message":"m","direction":"to-live-chat","outcome":"not-delivered","cause":"ECONNREFUSED","attempt":2}',
    ])
      world.rehearsal.bridgeLog.read(line);
    const text = await told(events(conversationId), (all) => all.includes('attempt 2'));
    expect(text).toContain('attempt 2 to reach the live chat: ECONNREFUSED');
    expect(text).toContain('"retries":{"to-live-chat":{"message":"m","attempt":2');
  });

  it('never carries a secret, even when one crossed the wire in a text', async () => {
    const conversationId = await annaWithChat();
    const sessionId = world.liveChat.chats[0]?.id;
    const message = `${world.rehearsal.secrets.join(' ')} eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln`;
    const said = { sessionId, messageId: 'm1', message, sender: 'Anna', timestamp: new Date().toISOString() };
    await sendTo('toLiveChat', '/api/livechat/send', said);
    const text = await told(events(conversationId), (all) => all.includes('/api/livechat/send'));
    expect(text).toContain('••••••');
    for (const secret of world.rehearsal.secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain('eyJhbGciOiJub25lIn0');
  });
});

describe('A fault of the console', () => {
  const turn = (fault: string, isOn: boolean) => world.post('fault', { fault, isOn });

  it('stands until it is switched off, and others with it', async () => {
    await turn('teams-429', true);
    await turn('teams-blocked', true);
    await turn('teams-blocked', false);
    const refused = await fetch(`${world.lines.toTeams.url}/`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    await turn('teams-429', false);
    expect((await fetch(`${world.lines.toTeams.url}/`)).status).toBe(200);
  });

  it('takes a party down, and up again', async () => {
    await turn('live-chat-down', true);
    await turn('live-chat-down', true);
    await expect(fetch(world.lines.toLiveChat.url)).rejects.toThrow();
    await turn('live-chat-down', false);
    expect((await fetch(world.lines.toLiveChat.url)).status).toBe(200);
  });

  it('of the next request alone is over when that has met it', async () => {
    await turn('answer-lost', true);
    expect(await told(events(), (all) => all.includes('answer-lost'))).toMatch(
      /"answer-lost".{0,300}?"isOn":true/,
    );
    const said = {
      sessionId: 'lc_none',
      messageId: 'm_1',
      message: 'Hello',
      sender: 'Anna',
      timestamp: now(),
    };
    await expect(sendTo('toLiveChat', '/api/livechat/send', said)).rejects.toThrow();
    expect((await sendTo('toLiveChat', '/api/livechat/send', said)).status).toBe(404);
    expect(await told(events(), (all) => all.includes('answer-lost'))).toMatch(
      /"answer-lost".{0,300}?"isOn":false/,
    );
  });

  it('lets the agent’s reply reach the bridge two times, and the rest once', async () => {
    await turn('reply-twice', true);
    await sendTo('toBridge', '/api/messages/proactive', { sessionId: 'lc_1', message: 'Hello' });
    await sendTo('toBridge', '/api/messages', {});
    expect(world.lines.toBridge.exchanges.map(({ fault }) => fault.kind)).toEqual(['duplicate', 'none']);
  });

  it('lets no agent be there', async () => {
    await turn('no-agents', true);
    const answer = await sendTo('toLiveChat', '/api/livechat/start', startOf('nobody'));
    expect(answer.status).toBe(503);
  });

  it('is marked in the sequence', async () => {
    await turn('teams-down', true);
    expect(await told(events(), (all) => all.includes('marks'))).toContain(
      '"label":"Teams down","tone":"bad"',
    );
  });

  it('that there is not is refused', async () => {
    expect((await turn('earthquake', true)).status).toBe(404);
  });
});

describe('The console’s buttons', () => {
  it('let time pass for the bridge', async () => {
    expect((await world.post('clock', { minutes: 20 })).status).toBe(204);
    expect(world.bridge.skippedMs).toBe(20 * 60_000);
    expect((await world.post('clock', { minutes: -1 })).status).toBe(400);
  });

  it('kill the bridge and start it again', async () => {
    expect((await world.post('bridge', { act: 'kill' })).status).toBe(204);
    expect(world.bridge.status).toBe('stopped');
    expect((await world.post('bridge', { act: 'kill' })).status).toBe(409);
    expect((await world.post('bridge', { act: 'start' })).status).toBe(204);
    expect(world.bridge.status).toBe('running');
  });

  it('bring a new customer', async () => {
    const made: unknown = await (await world.post('customers', { name: 'Anna' })).json();
    expect(world.microsoft.teams.chats).toMatchObject([{ ...(made as object), customer: { name: 'Anna' } }]);
  });

  it('send a dead letter again or drop it, by its own name', async () => {
    await world.post('dead-letters', { id: 'hs/1', act: 'replay' });
    await world.post('dead-letters', { id: 'hs/1', act: 'drop' });
    expect(world.bridge.asked).toEqual([
      'POST /admin/dead-letters/hs%2F1/replay',
      'DELETE /admin/dead-letters/hs%2F1',
    ]);
    world.bridge.answerStatus = 409;
    expect((await world.post('dead-letters', { id: 'x', act: 'replay' })).status).toBe(409);
  });

  it('take nothing that is not JSON', async () => {
    const answer = await fetch(`${world.url}/api/bridge`, { method: 'POST', body: '{"act":"kill"}' });
    expect(answer.status).toBe(400);
    expect(world.bridge.status).toBe('running');
  });
});

describe('The console lets in its own page alone:', () => {
  it.each([
    { from: 'another origin', headers: { origin: 'http://evil.example' } },
    { from: 'another port of this machine', headers: { origin: 'http://127.0.0.1:5002' } },
    { from: 'another site, as the browser says', headers: { 'sec-fetch-site': 'cross-site' } },
    { from: 'a page beside it, as the browser says', headers: { 'sec-fetch-site': 'same-site' } },
  ])('$from is refused', async ({ headers }) => {
    expect((await world.post('bridge', { act: 'kill' }, headers)).status).toBe(403);
    expect((await fetch(events(), { headers })).status).toBe(403);
    expect(world.bridge.status).toBe('running');
  });

  it('a name that a stranger let lead here is refused', async () => {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(world.url);
      const asked = request(
        { hostname, port, path: '/api/events', headers: { host: 'evil.example' } },
        (answer) => {
          answer.destroy();
          resolve(answer.statusCode);
        },
      );
      asked.once('error', reject).end();
    });
    expect(status).toBe(403);
  });

  it('its page names the two pages that it frames, and allows nothing inline', async () => {
    const answer = await fetch(world.url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-src ${world.microsoft.url} ${world.liveChat.url};`);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/<script>|<style>|\son\w+=|style="/);
  });

  it('each part that its page names is there, and no path but those', async () => {
    const html = await (await fetch(world.url)).text();
    const parts = [...html.matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)].map(([, path]) => path);
    expect(parts.length).toBeGreaterThan(4);
    for (const path of parts) expect((await fetch(`${world.url}${path}`)).status).toBe(200);
    expect((await fetch(`${world.url}/page/..%2fwatch.ts`)).status).toBe(404);
  });
});
