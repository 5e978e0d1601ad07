import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveChatId } from '../../../../src/domain/ids.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { json, type OddServer, oddServer } from '../../http/client/odd-server.ts';
import type { RunningBridge } from '../../http/running-bridge.ts';
import { openSession } from '../callbacks.ts';
import {
  documentedAnswers,
  documentedCallbacks,
  documentedEvents,
  documentedRequests,
  isDocumented,
  pathsIn,
} from './documented.ts';
import { post, startDynamicsBridge } from './dynamics-bridge.ts';
import { adapterFor, bareStart, conversation, session, wordsOf } from './dynamics-client.ts';

let server: OddServer;
let world: RunningBridge;
beforeAll(async () => {
  [server, world] = await Promise.all([oddServer(), startDynamicsBridge()]);
});
afterAll(() => Promise.all([server.stop(), world.stop()]));

const lastBody = () => JSON.parse(server.heard.at(-1)?.body ?? '');

describe('What we send to Dynamics', () => {
  it('has no field that its pages do not have', async () => {
    const { create, message, typing, endOfConversation } = documentedRequests;
    const liveChat = adapterFor(server.url);
    const chat = { sessionId: session, liveChatId: liveChatId(conversation) };
    const undocumented = (documented: readonly string[]) =>
      pathsIn(lastBody()).filter((path) => !isDocumented(path, documented));
    const start = { ...bareStart, problem: 'It burns', context: { order: 7 } };
    await liveChat.start(start, firstAttempt('k'));
    expect([pathsIn(lastBody()).length, undocumented(create)]).toEqual([8, []]);
    await liveChat.say({ ...wordsOf('Hi'), kind: 'notice' }, firstAttempt('k'));
    expect(undocumented(message)).toEqual([]);
    await liveChat.typing(chat);
    expect(undocumented(typing)).toEqual([]);
    await liveChat.end(chat, 'customer', firstAttempt('k'));
    expect([...pathsIn(lastBody())].toSorted()).toEqual([...endOfConversation].toSorted());
  });
});

describe('What Dynamics answers by its pages', () => {
  it('opens a conversation, takes words, and tells them before a repeat in either spelling', async () => {
    const { create, sent, messages, availability } = documentedAnswers;
    const liveChat = adapterFor(server.url, { refusesWithoutAgents: true });
    server.next(json(200, availability), json(200, create), json(200, sent));
    expect(await liveChat.start(bareStart, firstAttempt('k'))).toEqual({
      outcome: 'opened',
      liveChatId: conversation,
      opening: { as: 'queued', queuePosition: 1, estimatedWaitSeconds: 45 },
    });
    expect(await liveChat.say(wordsOf('Hi'), firstAttempt('k'))).toEqual({ outcome: 'delivered' });
    for (const answer of messages) {
      const at = Date.parse('2026-01-01T00:00:00Z');
      const requests = server.heard.length;
      server.next(json(200, answer));
      expect(await liveChat.say({ ...wordsOf('Hi'), at }, anotherAttempt('k'))).toEqual({
        outcome: 'delivered',
      });
      expect(server.heard.length - requests).toBe(1);
    }
  });

  it('refuses with a problem document', async () => {
    server.next(json(400, documentedAnswers.problem));
    const refused = await adapterFor(server.url).say(wordsOf('Hi'), firstAttempt('k'));
    expect(refused).toEqual({ outcome: 'rejected', cause: 'invalid' });
  });
});

describe('What Dynamics posts by its pages', () => {
  it.each([
    ['accepted', /An agent has joined/],
    ['message', /Dana\*\*: Which invoice/],
    ['attachment', /bill\.png/],
    ['closed', /ended the chat/],
    ['conversationClosed', /ended the chat/],
  ] as const)('%s, is heard by the customer', async (name, shown) => {
    const { chat, customer } = await openSession(world);
    // With an id of its own, since the list of messages does not have it.
    const sent = { ...documentedCallbacks(chat.id)[name], id: name };
    expect(await post(world, chat, sent)).toMatchObject({ status: 200, body: { status: 'accepted' } });
    await customer.sees(shown);
    expect(customer.messages.some(({ text }) => text.includes('EventName'))).toBe(false);
  });

  it('is 200 for each event that the page lists', async () => {
    const { chat, customer } = await openSession(world);
    for (const name of documentedEvents) {
      const event = { ...documentedCallbacks(chat.id).accepted, name, text: `EventName: **_${name}_**` };
      expect([name, (await post(world, chat, event)).status]).toEqual([name, 200]);
    }
    expect(documentedEvents).toHaveLength(33);
    expect(customer.messages.some(({ text }) => text.includes('EventName'))).toBe(false);
  });

  it('is posted by the simulated Dynamics in the same form', async () => {
    const { chat } = await openSession(world);
    await chat.join('Dana');
    await chat.says('Which invoice');
    await chat.typing();
    await chat.ends();
    const posted = world.liveChat.callbacks
      .filter(({ url }) => url.includes(chat.id))
      .map(({ sent }) => pathsIn(sent));
    const { accepted, message, typing, closed } = documentedCallbacks(chat.id);
    const forms = [accepted, message, typing, closed].map((each) => [...pathsIn(each)].toSorted());
    expect(posted.map((each) => [...each].toSorted())).toEqual(forms);
  });
});
