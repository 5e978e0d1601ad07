import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller } from '../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';

let world: RunningBridge;
let token: string;
beforeAll(async () => {
  world = await startRunningBridge();
  token = await world.microsoft.entra.sign(world.microsoft.entra.claims());
});
afterAll(() => world.stop());

async function post(body: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${world.url}/api/messages`, { method: 'POST', headers, body });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

const right = () => ({
  type: 'message',
  id: 'a-1',
  channelId: 'msteams',
  serviceUrl: `${world.microsoft.url}/copilot-studio/`,
  conversation: { id: 'a:1' },
  from: { id: '29:1', name: 'Anna' },
  recipient: { id: 'skill' },
  text: 'Hi',
  deliveryMode: 'expectReplies',
});

describe('S14: an activity', () => {
  it.each(['type', 'channelId', 'serviceUrl', 'conversation', 'from'])(
    'without %s, or with one of a wrong type, is 400 and names the field',
    async (field) => {
      for (const value of [undefined, null, 5, ['MARKER'], true]) {
        const { status, body } = await post(JSON.stringify({ ...right(), [field]: value }));
        expect(status).toBe(400);
        expect(body.field).toMatch(new RegExp(`^${field}`));
      }
    },
  );

  it.each([
    ['text', 5],
    ['text', 'x'.repeat(250_001)],
    ['type', ''],
    ['type', 'x'.repeat(100)],
  ])('with a bad %s (%.20j) is 400 and names the field', async (field, value) => {
    const { status, body } = await post(JSON.stringify({ ...right(), [field]: value }));
    expect({ status, field: body.field }).toEqual({ status: 400, field });
  });

  it.each(['.', '..', 'a\ud800', '\udc00b', 'a\u0000', 'a\nb', '\u0085', '中'.repeat(580), 'x'.repeat(1025)])(
    'whose ids cannot stand in a URL or in an index (%.10j) is 400 and names the field',
    async (id) => {
      for (const [field, part] of [
        ['id', { id }],
        ['conversation.id', { conversation: { id } }],
        ['from.id', { from: { id } }],
      ] as const) {
        expect(await post(JSON.stringify({ ...right(), ...part }))).toMatchObject({
          status: 400,
          body: { field },
        });
      }
    },
  );

  it('whose ids are as long as they may be is taken', async () => {
    for (const id of ['x'.repeat(1024), '中'.repeat(341), '🦊'.repeat(256), '...', '../x', '%2e%2e']) {
      const parts = { id, conversation: { id }, from: { id } };
      expect(await post(JSON.stringify({ ...right(), ...parts }))).toMatchObject({ status: 200 });
    }
  });

  it.each(['endOfConversation', 'typing', 'messageReaction', 'messageDelete', 'conversationUpdate'])(
    'of type %s needs no sender',
    async (type) => {
      const { from: _, ...nobodys } = right();
      expect((await post(JSON.stringify({ ...nobodys, type }))).status).toBe(200);
    },
  );

  it.each(['', ' ', '{', '[]', 'null', '"x"', '{"type":}'])('that is %j is 400: body', async (body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { field: 'body' } });
  });

  it('that is too large is 413, and nested too deep 400', async () => {
    expect((await post(JSON.stringify({ ...right(), value: 'x'.repeat(300_000) }))).status).toBe(413);
    const deep = `${'{"a":'.repeat(80)}1${'}'.repeat(80)}`;
    const nested = JSON.stringify({ ...right(), value: 'DEEP' }).replace('"DEEP"', deep);
    expect(await post(nested)).toMatchObject({ status: 400, body: { field: 'body' } });
  });

  it('with empty texts where nothing is meant is taken', async () => {
    const blanks = {
      id: '',
      locale: '',
      replyToId: '',
      textFormat: '',
      from: { id: '29:1', name: '', aadObjectId: '' },
      conversation: { id: 'a:1', name: '', tenantId: '' },
      attachments: [{ contentType: 'image/png', name: '', contentUrl: '' }],
    };
    expect(await post(JSON.stringify({ ...right(), ...blanks }))).toMatchObject({ status: 200 });
  });

  it('with nulls at any depth is taken', async () => {
    const nulls = {
      name: null,
      locale: null,
      replyToId: null,
      attachments: null,
      entities: [null, { type: 'x', more: null }],
      relatesTo: { channelId: 'msteams', bot: null, user: null, conversation: { id: 'a:1', name: null } },
      recipient: { id: 'skill', name: null, role: null },
      channelData: { tenant: null },
      value: { a: null, b: [null] },
    };
    expect(await post(JSON.stringify({ ...right(), ...nulls }))).toMatchObject({ status: 200 });
  });

  it.each(['agenticUser', 'agenticAppInstance', 'bot', 'anything'])(
    'for a recipient whose role is %s is answered like any other',
    async (role) => {
      const recipient = { id: 'skill', role };
      expect(await post(JSON.stringify({ ...right(), recipient }))).toMatchObject({
        status: 200,
        body: { activities: [{ type: 'endOfConversation', value: { HandoffStatus: 'none' } }] },
      });
    },
  );

  it('without a recipient is answered, and the customer can be given back later', async () => {
    const copilot = skillCaller(world, { always: { recipient: undefined } });
    expect((await copilot.escalate()).status).toBe(200);
    const chat = await world.liveChat.chat();
    const before = world.microsoft.copilotStudio.received.length;
    await chat.ends();
    await expect
      .poll(() => world.microsoft.copilotStudio.received.slice(before))
      .toMatchObject([
        {
          status: 200,
          activity: { type: 'endOfConversation', value: { HandoffStatus: 'ended', Reason: 'agent' } },
        },
      ]);
  });

  it('with one id for several activities of one sender is no defect', async () => {
    const copilot = skillCaller(world);
    await copilot.escalate({}, { id: 'same' });
    for (const type of ['message', 'typing', 'endOfConversation']) {
      expect((await copilot.send({ type, id: 'same' })).status).toBe(200);
    }
  });

  it('is never a 500, whatever one of its fields is', async () => {
    const fields = [
      ...['type', 'id', 'text', 'name', 'value', 'from', 'recipient', 'conversation', 'channelData'],
      ...[
        'relatesTo',
        'attachments',
        'entities',
        'timestamp',
        'localTimestamp',
        'suggestedActions',
        '__proto__',
      ],
      ...['membersAdded', 'deliveryMode', 'semanticAction', 'expiration', 'code', 'callerId', 'valueType'],
    ];
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        'event',
        'invoke',
        'stream',
        'expectReplies',
        'startConversation',
        'endConversation',
        '',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...fields), values, { maxKeys: 3 }), async (changes) => {
        const { status } = await post(
          JSON.stringify({ ...right(), deliveryMode: 'expectReplies', ...changes }),
        );
        expect([200, 400, 501]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });
});
