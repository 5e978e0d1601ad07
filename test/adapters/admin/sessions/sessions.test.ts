import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackOf, postSigned } from '../../live-chat/callbacks.ts';
import { eventually, type OperatedBridge, startOperatedBridge, withDeadLetter } from '../operator.ts';

let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge();
});
afterAll(() => world.stop());

const get = async (path: string) => {
  const { status, body } = await world.ask('GET', path);
  expect(status).toBe(200);
  return body;
};

type Listed = { readonly sessions: readonly Readonly<Record<string, string>>[] };
const found = async (id: string) =>
  ((await get(`/admin/sessions?id=${encodeURIComponent(id)}`)) as unknown as Listed).sessions;

describe('GET /admin/sessions', () => {
  it('finds a session by each of its ids, and leads to its timeline', async () => {
    const { chat, customer, letter } = await withDeadLetter(world, 'SECRET words');
    const [session] = await found(chat.id);
    if (session === undefined) throw new Error('it was not found');
    const { id = '', customerId = '' } = session;
    for (const each of [id, session.conversationId ?? '', customer.conversationId, customerId, letter.id])
      expect((await found(each)).map((one) => one.id)).toEqual([id]);
    const timeline = await get(`/admin/sessions/${id}`);
    expect(timeline.findings).toMatchObject([{ type: 'dead-letters', messageIds: [letter.id] }]);
    expect(timeline.events).toMatchObject([
      { type: 'handoff-requested' },
      { type: 'live-chat-opened', detail: 'queued' },
      { type: 'message-undeliverable', detail: expect.stringMatching(/^customer: 400/) },
    ]);
    expect(timeline.messages).toContainEqual(
      expect.objectContaining({ id: letter.id, state: 'dead-letter', cause: expect.stringContaining('400') }),
    );
    expect(JSON.stringify(timeline)).not.toMatch(/SECRET|Dana|Anna/);
    await postSigned(world, callbackOf(chat.id, { message: 'Another' }));
    await customer.sees('Another');
  });

  it('finds nothing for what is no id, and wants one', async () => {
    expect(await found('no-such-id')).toEqual([]);
    for (const query of ['', '?id=', `?id=${'x'.repeat(1001)}`])
      expect((await world.ask('GET', `/admin/sessions${query}`)).status).toBe(400);
    expect((await world.ask('GET', '/admin/sessions/hs_unknown')).status).toBe(404);
  });
});

describe('GET /admin/overview', () => {
  it('has the peers, what waits longest, and what was refused', async () => {
    await postSigned(world, callbackOf('lc', {}), { secret: 'whsec_d3Jvbmc=' });
    const overview = await get('/admin/overview');
    expect(overview.peers).toHaveLength(3);
    expect(overview.refused).toContainEqual(
      expect.objectContaining({ route: '/api/messages/proactive', reason: 'bad-signature', count: 1 }),
    );
    const [{ lastAt }] = overview.refused as readonly [{ readonly lastAt: string }];
    expect(Math.abs(Date.parse(lastAt) - Date.now())).toBeLessThan(60_000);
    expect(overview.deadLetters).toEqual({ 'to-live-chat': 0, 'to-customer': 1 });
    const answered = await eventually(async () => {
      const { peers } = await get('/admin/overview');
      const all = peers as readonly { readonly role: string; readonly hasAnswered: boolean }[];
      return all.find(({ role, hasAnswered }) => role === 'live-chat' && hasAnswered);
    });
    expect(answered).toBeDefined();
  });
});
