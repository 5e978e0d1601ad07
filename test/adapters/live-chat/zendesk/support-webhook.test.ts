import { describe, expect, it } from 'vitest';
import { callbackRoutes, secrets } from './callbacks.ts';

const { postSupport, told, answer } = callbackRoutes();
const joined = { session: 'hs_1', event: 'joined', agent: 'Dana', id: '35-1' };
const statuses = () => told.flatMap((each) => ('status' in each ? [each.status] : []));
const minutes = 60_000;

describe("A trigger's webhook of Zendesk Support", () => {
  it.each([
    [joined, { type: 'joined', agentName: 'Dana' }],
    [{ ...joined, agent: '' }, { type: 'joined' }],
    [{ ...joined, agent: null, more: { a: null } }, { type: 'joined' }],
    [
      { ...joined, event: 'left' },
      { type: 'left', agentName: 'Dana' },
    ],
    [
      { ...joined, event: 'transferred', agent: 'Alex' },
      { type: 'transferred', agentName: 'Alex' },
    ],
    [
      { session: 'hs_1', event: 'ended' },
      { type: 'ended', cause: 'agent' },
    ],
    [
      { session: 'hs_1', event: 'ended', cause: 'idle' },
      { type: 'ended', cause: 'idle' },
    ],
    [
      { session: 'hs_1', event: 'ended', cause: 'closed' },
      { type: 'ended', cause: 'closed' },
    ],
    [
      { session: 'hs_1', event: 'ended', cause: 'whatever' },
      { type: 'ended', cause: 'agent' },
    ],
  ])('%j is told of the session that its field names', async (body, status) => {
    expect(await postSupport(body)).toMatchObject({ status: 200, body: { events: ['accepted'] } });
    expect(told).toMatchObject([{ of: { sessionId: 'hs_1' } }]);
    expect(statuses()).toEqual([status]);
  });

  it.each([
    ['of another secret', { secret: secrets.key }],
    ['older than five minutes', { at: new Date(Date.now() - 6 * minutes) }],
    ['of a time to come', { at: new Date(Date.now() + 6 * minutes) }],
    [
      'with another time',
      { headers: { 'x-zendesk-webhook-signature-timestamp': new Date(0).toISOString() } },
    ],
    ['without a time', { headers: { 'x-zendesk-webhook-signature-timestamp': '' } }],
    ['without a signature', { headers: { 'x-zendesk-webhook-signature': '' } }],
    ['with a signature of rubbish', { headers: { 'x-zendesk-webhook-signature': '{}' } }],
    ['with a time of rubbish', { headers: { 'x-zendesk-webhook-signature-timestamp': 'soon' } }],
  ])('%s is 401 and changes nothing', async (_, signing) => {
    expect(await postSupport(joined, signing)).toMatchObject({ status: 401 });
    expect(told).toEqual([]);
  });

  it('is believed with either secret during a rotation, and is told once however often it comes', async () => {
    await postSupport(joined);
    await postSupport(joined, { secret: secrets.olderSupport });
    expect(statuses()).toHaveLength(1);
    const unnamed = { session: 'hs_1', event: 'left' };
    await postSupport(unnamed);
    await postSupport(unnamed);
    expect(statuses()).toHaveLength(2);
  });

  it('has to come again while the start is not answered, and never for a session that is over', async () => {
    answer('hs_1', 'opening');
    expect(await postSupport(joined)).toMatchObject({ status: 503, retryAfter: '1' });
    for (const over of ['ended', 'unknown'] as const) {
      answer('hs_1', over);
      expect(await postSupport(joined)).toMatchObject({ status: 200 });
    }
  });

  it.each([
    ['session', { event: 'joined' }],
    ['session', { session: '', event: 'joined' }],
    ['event', { session: 'hs_1', event: 'exploded' }],
    ['id', { ...joined, id: 5 }],
  ])('is 400 and names %s', async (field, body) => {
    expect(await postSupport(body)).toMatchObject({ status: 400, body: { field } });
  });
});

describe("A ticket's own event", () => {
  const event = (type: string, current: unknown, previous: unknown, tags: unknown = ['vip', 'hs_1']) => ({
    id: 'cbe4028c-7239-495d-b020-f22348516046',
    type: `zen:event-type:ticket.${type}`,
    detail: { id: '35', tags, assignee_id: null },
    event: { current, previous },
  });

  it.each([
    ['status_changed', 'SOLVED', 'OPEN', [{ type: 'ended', cause: 'agent' }]],
    ['status_changed', 'CLOSED', 'SOLVED', [{ type: 'ended', cause: 'agent' }]],
    ['status_changed', 'PENDING', 'OPEN', []],
    ['agent_assignment_changed', '17', null, [{ type: 'joined' }]],
    ['agent_assignment_changed', 18, 17, [{ type: 'transferred' }]],
    ['agent_assignment_changed', null, '17', [{ type: 'left' }]],
    ['priority_changed', 'HIGH', 'LOW', []],
  ])('%s from %j to %j is understood by the tag', async (type, current, previous, expected) => {
    expect(await postSupport(event(type, current, previous))).toMatchObject({ status: 200 });
    expect(statuses()).toEqual(expected);
  });

  it('of a ticket that no session has tells nothing', async () => {
    for (const tags of [['vip'], [], null])
      expect(await postSupport(event('status_changed', 'SOLVED', 'OPEN', tags))).toMatchObject({
        status: 200,
      });
    expect(told).toEqual([]);
  });
});

describe('Without a secret of a Support webhook', () => {
  const closed = callbackRoutes({ LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET: undefined });

  it('none is believed', async () => {
    for (const secret of ['', 'undefined', secrets.key])
      expect(await closed.postSupport(joined, { secret })).toMatchObject({ status: 401 });
  });
});
