import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../../src/application/ports/session-store.ts';
import { batchOf, callbackRoutes, conversationOf, saidBy, secrets, switchboard } from './callbacks.ts';

const routes = callbackRoutes();
const { post, told, answer, answerOnce } = routes;
const said = (id: string, text: string) => saidBy(id, { content: { type: 'text', text } });
const texts = () => told.flatMap((each) => ('text' in each ? [each.text] : []));
/** Zendesk never repeats after these. */
const final = [400, 401, 403, 404, 406];

describe('A Conversations webhook', () => {
  it.each([
    ['no key', {}],
    ['an empty one', { 'x-api-key': '' }],
    ['another', { 'x-api-key': `${secrets.key}x` }],
    ['the secret as a bearer', { authorization: `Bearer ${secrets.key}` }],
    ['that of Support', { 'x-api-key': secrets.support }],
  ])('with %s is 401 and changes nothing', async (_, headers) => {
    expect(await post(batchOf(said('c1', 'Hello')), headers)).toMatchObject({ status: 401 });
    expect(told).toEqual([]);
  });

  it('is believed with either key during a rotation', async () => {
    await post(batchOf(said('c1', 'one')), { 'x-api-key': secrets.key });
    await post(batchOf(said('c1', 'two')), { 'x-api-key': secrets.olderKey });
    expect(texts()).toEqual(['one', 'two']);
  });

  it('that is replayed has one effect', async () => {
    const batch = batchOf(said('c1', 'once'), switchboard('releaseControl', conversationOf('c1')));
    for (let time = 0; time < 20; time++) expect(await post(batch)).toMatchObject({ status: 200 });
    expect(told).toHaveLength(2);
  });

  it('keeps the order of each conversation', async () => {
    await post(batchOf(...['1', '2', '3'].flatMap((n) => [said('a', `a${n}`), said('b', `b${n}`)])));
    expect(texts().filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(texts().filter((text) => text.startsWith('b'))).toEqual(['b1', 'b2', 'b3']);
  });
});

describe('A batch that mixes conversations', () => {
  it.each([
    ['opening', 503],
    ['full', 429],
  ] as const)(
    'of which one is %s is repeated, and then has each event once and in order',
    async (answered, status) => {
      answer('late', answered);
      const batch = batchOf(said('late', 'l1'), said('open', 'o1'), said('late', 'l2'), said('gone', 'g1'));
      answer('gone', 'ended');
      const first = await post(batch);
      expect(first).toMatchObject({ status, retryAfter: expect.stringMatching(/^[15]$/) });
      expect(texts()).toEqual(['o1']);
      answer('late', 'accepted');
      expect(await post(batch)).toMatchObject({ status: 200 });
      expect(texts()).toEqual(['o1', 'l1', 'l2']);
    },
  );

  it('takes none of a conversation after one that has to come again, although it could', async () => {
    for (const waiting of ['opening', 'full'] as const) {
      const batch = batchOf(said(waiting, `${waiting} 1`), said(waiting, `${waiting} 2`));
      answerOnce(waiting);
      await post(batch);
      expect(texts().filter((text) => text.startsWith(waiting))).toEqual([]);
      await post(batch);
      expect(texts().slice(-2)).toEqual([`${waiting} 1`, `${waiting} 2`]);
    }
  });

  it('of which one could not be stored is repeated as a whole, and the others are taken before', async () => {
    answer('broken', new StoreUnavailable('for a test'));
    const batch = batchOf(said('broken', 'b1'), said('open', 'o1'));
    expect(await post(batch)).toMatchObject({ status: 503 });
    expect(texts()).toEqual(['o1']);
    answer('broken', 'accepted');
    expect(await post(batch)).toMatchObject({ status: 200 });
    expect(texts()).toEqual(['o1', 'b1']);
  });

  it('is never answered finally while an event has to come again, whatever the others are', async () => {
    const others = [
      said('gone', 'x'),
      said('stranger', 'x'),
      { type: 'conversation:message', payload: {} },
      'no event',
      { id: 'e', type: 'user:merge' },
    ];
    answer('gone', 'ended');
    answer('stranger', 'unknown');
    for (const waiting of ['opening', 'full', new StoreUnavailable('for a test')] as const) {
      answer('late', waiting);
      for (const other of others) {
        const { status } = await post(batchOf(other, said('late', 'l'), other));
        expect(final).not.toContain(status);
        expect(status).toBeGreaterThanOrEqual(400);
      }
    }
  });

  it('is 200 when nothing has to come again: unknown, ended, foreign and bad events', async () => {
    answer('gone', 'ended');
    answer('stranger', 'unknown');
    const bad = { id: 'e', type: 'conversation:message', payload: { conversation: { id: 5 } } };
    expect(
      await post(batchOf(said('gone', 'x'), bad, said('stranger', 'x'), said('open', 'o'))),
    ).toMatchObject({
      status: 200,
      body: { events: expect.arrayContaining(['ended', 'unknown', 'accepted']) },
    });
    expect(texts()).toEqual(['o']);
    expect(await post(batchOf())).toMatchObject({ status: 200 });
  });
});

describe('A body that is none of Zendesk’s', () => {
  const secret = 'MARKER-that-must-not-come-back';

  it.each([
    ['events', { events: 5 }],
    ['events', { app: {} }],
    ['type', batchOf({ id: 'e' })],
    ['body', batchOf('no event')],
    ['payload.conversation.id', batchOf(saidBy('c1', {}, { id: '' }))],
    ['payload.conversation.id', batchOf(saidBy('c1', {}, { id: '..', secret }))],
    ['payload.message.id', batchOf(saidBy('c1', { id: `a\u0000${secret}` }))],
    ['payload.message.author', batchOf(saidBy('c1', { author: null }))],
    ['payload.message.content.text', batchOf(saidBy('c1', { content: { text: [secret] } }))],
    ['id', batchOf({ ...switchboard('releaseControl', conversationOf('c1')), id: { secret } })],
  ])('is 400 and names %s', async (field, body) => {
    const answered = await post(body);
    expect(answered).toMatchObject({ status: 400, body: { field } });
    expect(JSON.stringify(answered.body)).not.toContain(secret);
  });

  it('is never a 500, whatever it is', async () => {
    const fields = [
      'id',
      'type',
      'payload',
      'conversation',
      'message',
      'author',
      'content',
      'text',
      'metadata',
    ];
    const event = fc
      .tuple(
        fc.constantFrom('', ...fields, 'source', 'displayName', 'activeSwitchboardIntegration'),
        fc.jsonValue(),
      )
      .map(([spoiled, value]) =>
        JSON.parse(JSON.stringify(said('c1', 'Hello')), (name, own) => (name === spoiled ? value : own)),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 3 }), async (events) => {
        expect([200, 400]).toContain((await post(batchOf(...events))).status);
      }),
      { numRuns: 80 },
    );
  });
});
