import { describe, expect, it } from 'vitest';
import type { LiveChatStart } from '../../../../src/application/ports/live-chat.ts';
import { anotherAttempt, firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { briefedStart, simulatedZendesk } from './world.ts';

const world = simulatedZendesk();

const callsOf = (since: number) =>
  world.simulator.requests.slice(since).map(({ method, path }) => {
    const [, rest = ''] = path.split(/\/v2\/apps\/\w+/);
    return `${method} ${rest.replace(/\/[0-9a-f]{24}(?=\/|$)/g, '/…')}`;
  });

describe('A start at Zendesk', () => {
  it('makes user, conversation and messages before it passes control, with the fields of the ticket', async () => {
    const { liveChat } = world.opened({
      LIVECHAT_ZENDESK_CONTEXT_FIELDS: 'order=9002, deep = 9003,absent=9004',
      LIVECHAT_ZENDESK_TAGS: 'copilot,{session}',
    });
    const start = briefedStart();
    const before = world.simulator.requests.length;
    expect(await liveChat.start(start, firstAttempt('a'))).toMatchObject({ outcome: 'opened' });
    expect(callsOf(before)).toEqual([
      'POST /users',
      'POST /conversations',
      'POST /conversations/…/messages',
      'POST /conversations/…/messages',
      'POST /conversations/…/messages',
      'POST /conversations/…/passControl',
    ]);
    const bodies = world.simulator.requests.slice(before).map(({ body }) => body);
    const fields = {
      oursId: start.sessionId,
      'dataCapture.ticketField.9001': start.sessionId,
      'dataCapture.ticketField.9002': 7,
      'dataCapture.ticketField.9003': '{"a":[1]}',
      'dataCapture.systemField.tags': `copilot,${start.sessionId}`,
    };
    expect(bodies[0]).toEqual({
      externalId: start.sessionId,
      profile: { givenName: 'Anna', locale: 'de-DE' },
    });
    expect(bodies[1]).toMatchObject({ type: 'personal', metadata: fields });
    expect(bodies[5]).toMatchObject({ metadata: { ...fields, first_message_id: expect.any(String) } });
    expect(JSON.stringify(bodies)).not.toContain('aad-1');
    const chat = world.simulator.chats.at(-1);
    expect(chat?.messages.map(({ from, text }) => [from, text])).toEqual([
      ['copilot', 'Transcript:\ncustomer: Hello\ncopilot: What can I do for you?'],
      ['customer', 'My invoice is wrong'],
    ]);
    expect(chat?.context).toEqual({ order: 7, deep: { a: [1] } });
  });

  it.each(['after-accepting', 'before'] as const)(
    'that is cut off at any of its calls (%s) has one effect once it is repeated, and goes on where it stopped',
    async (reset) => {
      // Each attempt is of a process of its own.
      const attempt = (of: LiveChatStart, mayHaveArrived: boolean) =>
        world.opened().liveChat.start(of, { key: 'a', mayHaveArrived });
      const calls = 6;
      for (let call = 0; call < calls; call++) {
        const start = briefedStart();
        const chatsBefore = world.simulator.chats.length;
        world.simulator.failNext({ reset, after: call });
        const outcomes = [await attempt(start, false)];
        outcomes.push(await attempt(start, true));
        outcomes.push(await attempt(start, true));
        expect([call, outcomes[0]]).toEqual([call, expect.objectContaining({ outcome: 'unknown' })]);
        expect(outcomes[1]).toMatchObject({ outcome: 'opened' });
        expect(outcomes[2]).toEqual(outcomes[1]);
        expect(world.simulator.chats).toHaveLength(chatsBefore + 1);
        const shown = world.simulator.chats.at(-1)?.messages.map(({ text }) => text);
        expect(shown).toEqual([expect.stringMatching(/^Transcript/), 'My invoice is wrong']);
      }
    },
  );

  it('after the texts were erased only tells which conversation there is, and opens none', async () => {
    const { liveChat } = world.opened();
    const { firstWords: _, ...erased } = briefedStart();
    const chatsBefore = world.simulator.chats.length;
    expect(await liveChat.start(erased, anotherAttempt('a'))).toEqual({
      outcome: 'rejected',
      cause: 'unavailable',
    });
    const start = briefedStart({ sessionId: erased.sessionId });
    const opened = await liveChat.start(start, firstAttempt('b'));
    expect(await liveChat.start(erased, anotherAttempt('b'))).toEqual(opened);
    expect(world.simulator.chats).toHaveLength(chatsBefore + 1);
  });

  it('looks up the Agent Workspace once, where no integration is named', async () => {
    const { liveChat } = world.opened({ LIVECHAT_ZENDESK_INTEGRATION: undefined });
    const looks = () => callsOf(0).filter((call) => call.includes('switchboards')).length;
    const before = looks();
    await liveChat.start(briefedStart(), firstAttempt('a'));
    expect(await liveChat.start(briefedStart(), firstAttempt('b'))).toMatchObject({ outcome: 'opened' });
    expect(looks() - before).toBe(2);
  });

  it.each(['no-agents', 'closed'] as const)(
    'is refused as %s before anything is made, and not when Support does not say',
    async (cause) => {
      world.simulator.refuse(cause);
      const before = world.simulator.requests.length;
      const refused = await world.opened().liveChat.start(briefedStart(), firstAttempt('a'));
      expect(refused).toEqual({ outcome: 'rejected', cause });
      expect(world.simulator.requests).toHaveLength(before);
      // An attempt before may have opened a chat, which has to be found although no agent is there now.
      expect(await world.opened().liveChat.start(briefedStart(), anotherAttempt('a'))).toMatchObject({
        outcome: 'opened',
      });
      world.simulator.refuse(undefined);
      const silent = world.opened({ LIVECHAT_ZENDESK_SUPPORT_URL: 'http://127.0.0.1:9' }).liveChat;
      expect(await silent.start(briefedStart(), firstAttempt('a'))).toMatchObject({ outcome: 'opened' });
    },
  );

  it('sends the end of a transcript that is too long, and never more than Zendesk takes', async () => {
    const { liveChat } = world.opened();
    const transcript = Array.from({ length: 200 }, (_, line) => ({
      from: 'customer' as const,
      text: `${line} ${'x'.repeat(400)}`,
    }));
    expect(await liveChat.start(briefedStart({ transcript }), firstAttempt('a'))).toMatchObject({
      outcome: 'opened',
    });
    const shown = world.simulator.chats.at(-1)?.messages ?? [];
    expect(shown.filter(({ earlier }) => earlier)).toHaveLength(5);
    expect(shown[0]?.text).toMatch(/left out/);
    expect(shown.some(({ text }) => text.includes('customer: 199 '))).toBe(true);
  });

  it('that is refused for good gives back what it began', async () => {
    const { liveChat } = world.opened({ LIVECHAT_ZENDESK_INTEGRATION: 'no such integration' });
    const before = world.simulator.requests.length;
    const refused = await liveChat.start(briefedStart(), firstAttempt('a'));
    expect(refused).toEqual({ outcome: 'rejected', cause: 'unavailable' });
    expect(callsOf(before).at(-1)).toBe('POST /conversations/…/releaseControl');
  });
});
