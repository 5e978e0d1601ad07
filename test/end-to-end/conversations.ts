import { describe, expect, it } from 'vitest';
import type { ConnectionHabits } from '../../simulators/copilot-studio/connected-agent/habits.ts';
import { simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import type { LiveChatVendor } from '../../src/adapters/live-chat/vendor.ts';
import { worldOfEachTest } from './world-of-each-test.ts';

/** A customer, an agent, three messages each way and back, in front of each of these live chats, in each way that a copilot calls. */
export function describeConversations(liveChats: readonly LiveChatVendor[]): void {
  const start = worldOfEachTest();

  const ways = liveChats.flatMap(({ kind, capabilities }) => {
    const way = {
      liveChatKind: kind,
      carriesProblem: capabilities.startCarries.includes('problem'),
      tells: simulatedVendor(kind).tells,
    };
    return [
      { ...way, dialect: 'reference', expectReplies: false },
      { ...way, dialect: 'reference', expectReplies: true },
      { ...way, dialect: 'contoso-sample', expectReplies: false },
    ] as const;
  });

  describe.each(ways)(
    'A conversation (skill $dialect, live chat $liveChatKind, expectReplies $expectReplies)',
    (way) => {
      it('crosses the bridge both ways and comes back to the copilot', async () => {
        const { microsoft, liveChat } = await start(way);
        const anna = await microsoft.teams.customer('Anna');

        await anna.says('I want to talk with a person');
        await anna.sees(/explain your problem/);
        await anna.says('My invoice is wrong');
        const chat = await liveChat.chat();
        if (way.carriesProblem && way.dialect === 'reference')
          expect(chat.problem).toBe('My invoice is wrong');
        else await chat.sees('My invoice is wrong');
        const { status } = await chat.join('Dana');
        expect(way.tells.has('agent-joined') ? [200, 202] : [0]).toContain(status);

        await Promise.all([
          chat.says('Hello Anna'),
          chat.says('I am Dana'),
          chat.says('Which invoice is it?'),
        ]);
        await anna.sees(/Which invoice is it/);
        for (const text of ['Number 17', 'of last month', 'it is far too high']) await anna.says(text);
        await chat.sees('it is far too high');

        expect(chat.messages.filter(({ from }) => from === 'customer').map(({ text }) => text)).toEqual(
          expect.arrayContaining(['Number 17', 'of last month', 'it is far too high']),
        );
        await anna.says('Good bye');
        await chat.isEnded();
        await anna.says('Hello');
        expect(anna.messages.at(-1)).toMatchObject({ from: 'copilot' });
        expect(chat.messages.some(({ text }) => text === 'Hello')).toBe(false);
      });
    },
  );
}

/** How an orchestrator may answer what no documentation settles; the first is as usual. */
export const orchestratorHabits: readonly Partial<ConnectionHabits>[] = [
  {},
  { deliveryMode: 'expectReplies', audience: 'api-id', role: 'connectorUser', refusal: 403, acceptance: 202 },
  {
    ...{ deliveryMode: 'stream', hasHeader: false, channelId: undefined, conversationId: 'of its own' },
    ...{ hasAadObjectId: false, history: 'value', callbacks: 'all', acceptance: 201, fillsSilence: true },
  },
];

/** The same conversation by an orchestrator, in front of each of these live chats, with each of these habits. */
export function describeOrchestratedConversations(
  liveChats: readonly LiveChatVendor[],
  habits: readonly Partial<ConnectionHabits>[] = [{}],
): void {
  const start = worldOfEachTest();
  const ways = liveChats.flatMap(({ kind, capabilities }) =>
    habits.map((connection) => ({
      liveChatKind: kind,
      carriesProblem: capabilities.startCarries.includes('problem'),
      connection,
      deliveryMode: connection.deliveryMode ?? 'normal',
    })),
  );

  describe.each(ways)(
    'A conversation of a connected agent (live chat $liveChatKind, $deliveryMode)',
    ({ carriesProblem, ...way }) => {
      it('crosses the bridge both ways, waits for a turn, and comes back to the copilot', async () => {
        const { microsoft, liveChat } = await start({ ...way, calledAs: 'connected-agent' });
        const anna = await microsoft.teams.customer('Anna');

        await anna.says('I want to talk with a person');
        const chat = await liveChat.chat();
        if (carriesProblem) expect(chat.problem).toBe('I want to talk with a person');
        else await chat.sees('I want to talk with a person');
        await anna.sees(/asked for an agent|connected with an agent/);
        await chat.join('Dana');
        await chat.says('Hello Anna');
        await anna.sees(/Hello Anna/);
        for (const text of ['Number 17', 'of last month', 'it is far too high']) await anna.says(text);
        await chat.sees('it is far too high');

        microsoft.copilotStudio.expireCallbacks(anna.conversationId);
        await chat.says('Which invoice is it?');
        await chat.sees(/cannot be reached/);
        await anna.says('Are you there?');
        await anna.sees(/Which invoice is it/);
        await chat.sees('Are you there?');
        // Some live chats show notices as words of the customer.
        const words = ['Number 17', 'of last month', 'it is far too high', 'Are you there?'];
        const said = chat.messages.filter(({ from }) => from === 'customer').map(({ text }) => text);
        expect(said.filter((text) => words.includes(text))).toEqual(words);

        await anna.says('Good bye');
        await chat.isEnded();
        await anna.sees(/back with the virtual assistant/);
        await anna.says('Hello');
        expect(anna.messages.at(-1)).toMatchObject({ from: 'copilot' });
        expect(chat.messages.some(({ text }) => text === 'Hello')).toBe(false);
      });
    },
  );
}
