import { describe, expect, it } from 'vitest';
import { chatsOpened } from '../../../../simulators/history/read/read-live-chat.ts';
import type { Sources } from '../../../../simulators/history/read/sources.ts';
import { chatRegistry } from '../../../../simulators/live-chat/chats/chat-registry.ts';
import { createLiveChat } from '../../../../simulators/live-chat/create-live-chat.ts';
import type { RecordedRequest } from '../../../../simulators/live-chat/live-chat.ts';
import { queued, run, start } from '../../sequence/a-run.ts';

const at = (ms: number): string => new Date(start + ms).toISOString();

interface Opened {
  readonly session: string;
  readonly customerName: string;
  /** Whom the start names; none unless told. */
  readonly customerId?: string;
}

/** Chats that were given the same id one after the other, as the live chat and the customers' Teams know them. */
function world(customers: Sources['teams']['chats'], opened: readonly Opened[]): Sources {
  const registry = chatRegistry();
  for (const [index, { session, customerName }] of opened.entries())
    registry.open({
      id: index === 0 ? 'lc_1' : `lc_1#${index + 1}`,
      ...(index > 0 && { idAgain: 'lc_1' }),
      handoffSessionId: session,
      customerName,
      status: 'ended',
      openedAt: at(index * 60_000),
      changedAt: at(index * 60_000),
      entries: [],
    });
  const { reads, chats } = createLiveChat({ kind: 'reference' }, registry);
  const requests = opened.map(
    ({ session, customerName, customerId }, index): RecordedRequest => ({
      method: 'POST',
      path: '/api/livechat/start',
      query: '',
      headers: {},
      body: {
        conversationId: session,
        channel: 'msteams',
        customer: { name: customerName, ...(customerId !== undefined && { id: customerId }) },
      },
      status: 201,
      answer: { sessionId: 'lc_1', status: 'queued' },
      at: at(index * 60_000),
    }),
  );
  return run(
    {},
    {
      teams: { received: [], chats: customers },
      liveChat: { chats: chats(), requests, kept: [], reads },
    },
  );
}

const customer = (conversationId: string, name: string): Sources['teams']['chats'][number] => ({
  conversationId,
  customer: { id: `29:${conversationId}`, name, aadObjectId: `aad-${conversationId}` },
  messages: [],
});

/** The copilot was told of the first chat of this id. */
const told = (conversationId: string) => ({ skillCalls: [], received: [{ ...queued, conversationId }] });

const attributed = (sources: Sources) =>
  chatsOpened(sources).map(({ liveChatId, idAgain, conversationId }) => [
    liveChatId,
    idAgain,
    conversationId,
  ]);

describe('A chat whose id was given before', () => {
  it('is for the customer whom its own start named, of two with one name', () => {
    const sources = world(
      [customer('a', 'Anna'), customer('b', 'Anna')],
      [
        { session: 'hs_1', customerName: 'Anna', customerId: 'aad-b' },
        { session: 'hs_2', customerName: 'Anna', customerId: 'aad-a' },
        { session: 'hs_3', customerName: 'Anna', customerId: '29:b' },
      ],
    );
    expect(attributed({ ...sources, copilotStudio: told('b') })).toEqual([
      ['lc_1', undefined, 'b'],
      ['lc_1#2', 'lc_1', 'a'],
      ['lc_1#3', 'lc_1', 'b'],
    ]);
  });

  it('is for the customer of its name, where that is no other’s', () => {
    const sources = world(
      [customer('a', 'Anna'), customer('b', 'Bob')],
      [
        { session: 'hs_1', customerName: 'Anna' },
        { session: 'hs_2', customerName: 'Bob' },
      ],
    );
    expect(attributed({ ...sources, copilotStudio: told('a') })).toEqual([
      ['lc_1', undefined, 'a'],
      ['lc_1#2', 'lc_1', 'b'],
    ]);
  });

  it('is for none that the copilot was told of under that id, since that is the chat before', () => {
    const sources = world(
      [customer('a', 'Anna'), customer('b', 'Anna')],
      [
        { session: 'hs_1', customerName: 'Customer' },
        { session: 'hs_2', customerName: 'Customer' },
      ],
    );
    expect(attributed({ ...sources, copilotStudio: told('b') })).toEqual([['lc_1', undefined, 'b']]);
  });
});
