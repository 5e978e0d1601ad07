import { describe, expect, it } from 'vitest';
import { batchOf, callbackRoutes, conversationOf, saidBy, switchboard } from './callbacks.ts';

const { post, told } = callbackRoutes();
const bot = { id: 's2', name: 'zd-answerBot', integrationType: 'zd:answerBot' };

/** What one event makes of the handlers. */
const toldOf = async (event: unknown) => {
  expect(await post(batchOf(event))).toMatchObject({ status: 200 });
  return told.map(({ of: _, messageId: __, ...rest }) => rest);
};

describe('A message in a conversation of the bridge', () => {
  it('of an agent is theirs, by its own id and that of the conversation', async () => {
    const event = saidBy('c1');
    await post(batchOf(event));
    expect(told).toEqual([
      {
        of: { liveChatId: 'c1' },
        messageId: event.payload.message.id,
        text: 'Hello',
        agentName: 'Dana',
      },
    ]);
  });

  it.each([
    ['without a name', { author: { type: 'business' } }],
    ['with a null for a name', { author: { type: 'business', displayName: null, subtypes: null } }],
    ['with a name of blanks', { author: { type: 'business', displayName: '  ' } }],
  ])('%s is of whichever agent is there', async (_, fields) => {
    expect(await toldOf(saidBy('c1', fields))).toEqual([{ text: 'Hello' }]);
  });

  it.each([
    ['a trigger', { metadata: { '__zendesk_msg.agent.id': '__trigger' } }],
    ['a bot', { metadata: null, author: { type: 'business', subtypes: ['bot'] } }],
    ['an AI agent', { metadata: {}, author: { type: 'business', subtypes: ['AI'], displayName: 'Zoe' } }],
    ["Zendesk's bot", { metadata: {}, source: { type: 'zd:answerBot' } }],
    ['another system', { metadata: {}, source: { type: 'api:conversations' } }],
    ['an activity', { metadata: {}, activity: { type: 'agent:away' } }],
  ])('of %s is automatic, and no agent is there because of it', async (_, fields) => {
    expect(await toldOf(saidBy('c1', fields))).toEqual([{ text: 'Hello', isAutomatic: true }]);
  });

  it.each([
    ['without any sign of who speaks', { metadata: null, source: null }],
    ["from the desk, without the agent's id", { metadata: {} }],
    [
      'of an agent by the subtype',
      { metadata: {}, author: { type: 'business', subtypes: ['agent'] }, source: { type: 'api' } },
    ],
    ['with an unknown subtype', { metadata: {}, author: { type: 'business', subtypes: [5] } }],
  ])('%s is an agent’s', async (_, fields) => {
    expect(await toldOf(saidBy('c1', fields))).toEqual([expect.not.objectContaining({ isAutomatic: true })]);
  });

  it.each([
    ['of the customer', { author: { type: 'user', userId: 'u' } }],
    ['that the bridge sent for the business', { metadata: { oursId: 'hs_c1.7.0' } }],
    ['that was deleted', { deleted: true }],
    ['without words', { content: { type: 'form', fields: [{}] } }],
    ['with nothing in it', { content: null }],
  ])('%s tells nothing', async (_, fields) => {
    expect(await toldOf(saidBy('c1', fields))).toEqual([]);
  });

  it('has the address of a file and of its buttons in its words', async () => {
    const content = {
      type: 'image',
      text: 'Look',
      mediaUrl: 'https://acme.zendesk.com/a.png',
      actions: [{ type: 'link', text: 'More', uri: 'https://acme.example' }],
    };
    expect(await toldOf(saidBy('c1', { content }))).toMatchObject([
      { text: 'Look\nhttps://acme.zendesk.com/a.png\nMore: https://acme.example' },
    ]);
  });

  it('whose words are HTML alone is shown as text', async () => {
    const content = { type: 'text', htmlText: '<p>1 &lt; 2<br>&amp;amp; <b>so</b></p><p>on</p>' };
    expect(await toldOf(saidBy('c1', { content }))).toMatchObject([{ text: '1 < 2\n&amp; so\non' }]);
  });

  it('keeps its words although all that only adds to them is odd', async () => {
    const odd = {
      metadata: 5,
      source: [],
      activity: 'x',
      deleted: 'no',
      author: { type: 'business', displayName: {} },
    };
    const content = { type: 'text', text: 'Hello', actions: 'none' };
    const conversation = conversationOf('c1', { activeSwitchboardIntegration: 7 });
    expect(await toldOf(saidBy('c1', { ...odd, content }, conversation))).toEqual([{ text: 'Hello' }]);
  });

  it.each(['ticket:closed', 'ticket:transfer:email', 'conversation:endedByUser'])(
    'with the activity %s is the end',
    async (type) => {
      expect(await toldOf(saidBy('c1', { activity: { type } }))).toEqual([
        { status: { type: 'ended', cause: 'agent' } },
      ]);
    },
  );
});

describe('A switchboard event', () => {
  const released = conversationOf('c1', { activeSwitchboardIntegration: undefined });
  const ended = (cause: string) => [{ status: { type: 'ended', cause } }];

  it.each([
    ['releaseControl', { reason: 'ticketClosed' }, released],
    ['releaseControl', { reason: 'transferToEmail' }, released],
    ['releaseControl', { reason: null, metadata: null }, released],
    ['passControl', {}, conversationOf('c1', { activeSwitchboardIntegration: bot })],
    ['passControl', { reason: 'ticketClosed' }, released],
  ])('%s %j is the end', async (type, more, conversation) => {
    expect(await toldOf(switchboard(type, conversation, more))).toEqual(ended('agent'));
  });

  it('that the agents could not be given control, by the bridge, is a failure', async () => {
    const ours = { metadata: { oursId: 'hs_c1' } };
    expect(await toldOf(switchboard('passControl:failure', conversationOf('c1'), ours))).toEqual(
      ended('failed'),
    );
  });

  it.each([
    ['passControl', {}, conversationOf('c1')],
    [
      'passControl',
      { metadata: { oursId: 'hs_c1' } },
      conversationOf('c1', { activeSwitchboardIntegration: bot }),
    ],
    ['passControl:failure', {}, conversationOf('c1')],
    ['releaseControl', { metadata: { oursId: 'hs_c1', reason: 'customer' } }, released],
  ])('%s %j tells nothing: it is with the agents, or the bridge did it', async (type, more, conversation) => {
    expect(await toldOf(switchboard(type, conversation, more))).toEqual([]);
  });
});

describe('A conversation of the same account', () => {
  it('in which the bridge has no part is left alone, whatever happens there', async () => {
    const theirs = conversationOf('x', { metadata: { plan: 'gold' } });
    await post(batchOf(saidBy('x', {}, theirs), switchboard('releaseControl', theirs)));
    expect(told).toEqual([]);
  });

  it('whose metadata are not sent along is asked for by its id', async () => {
    const bare = conversationOf('c7', { metadata: null });
    await post(batchOf(saidBy('c7', {}, bare)));
    expect(told).toMatchObject([{ of: { liveChatId: 'c7' } }]);
  });
});
