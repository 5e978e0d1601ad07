import { describe, expect, it } from 'vitest';
import type { Happening } from '../world/fakes/history.ts';
import { play } from './play.ts';
import * as promises from './promises.ts';
import type { Record } from './record.ts';
import { turnBudgetMs } from './runtime.ts';

/** Two customers, two agents, words both ways, an end on each side. */
const aGoodDay = () =>
  play({
    steps: [
      { do: 'asks', who: 0 },
      { do: 'asks', who: 1 },
      { do: 'passes', ms: 1000 },
      { do: 'says', who: 0 },
      { do: 'says', who: 0 },
      { do: 'passes', ms: 1000 },
      { do: 'agent-says', chat: 0 },
      { do: 'agent-says', chat: 1 },
      { do: 'passes', ms: 1000 },
      { do: 'agent-says', chat: 0 },
      { do: 'passes', ms: 1000 },
      { do: 'ends', who: 0 },
      { do: 'agent-hangs-up', chat: 1 },
    ],
    moods: { start: [], sayToAgent: [], end: [], sayToCustomer: [], giveBack: [] },
    storeMs: [3],
  });

const noSessionIsStuck = promises.noSessionIsStuck({ turnBudgetMs });
const all: readonly promises.Promised[] = [
  promises.acceptedIsKept,
  promises.orderIsKept,
  promises.oneSessionPerConversation,
  promises.nothingAfterTheEnd,
  promises.nothingCrosses,
  promises.noSilentDuplicate,
  noSessionIsStuck,
];

const says = (each: Happening, text: string): boolean => 'what' in each && each.what.endsWith(text);

/** The record with another history. */
const but = (record: Record, change: (each: Happening) => readonly Happening[]): Record => ({
  ...record,
  history: record.history.flatMap(change),
});

describe('The judge of the promises', () => {
  it('finds nothing wrong with a good day', async () => {
    const record = await aGoodDay();
    expect(all.flatMap((promised) => promised(record))).toEqual([]);
    expect(record.accepted).toHaveLength(8);
  });

  it('sees what was lost', async () => {
    const lost = but(await aGoodDay(), (each) => (says(each, 'p3 of Pat') ? [] : [each]));
    expect(promises.acceptedIsKept(lost)).toEqual(['lost: p3 of Pat']);
  });

  it('sees what came in the wrong order', async () => {
    const swapped = but(await aGoodDay(), (each) => {
      if (!('what' in each)) return [each];
      if (each.what === 'p3 of Pat') return [{ ...each, what: 'p4 of Pat' }];
      return [each.what === 'p4 of Pat' ? { ...each, what: 'p3 of Pat' } : each];
    });
    expect(promises.orderIsKept(swapped)).toHaveLength(1);
  });

  it('sees two sessions of one conversation', async () => {
    const record = await aGoodDay();
    const [first] = record.commits;
    const twice = record.commits.map((each) => ({
      ...each,
      session: { ...each.session, ...(first && { conversationId: first.session.conversationId }) },
    }));
    expect(promises.oneSessionPerConversation({ ...record, commits: twice })).not.toEqual([]);
  });

  it.each(['Dana: d1 in lc1', 'One of your messages'])('sees what began after the end (%s)', async (what) => {
    const record = await aGoodDay();
    const late = { type: 'begun', direction: 'to-customer', to: 'teams/Pat', what, at: 0 } as const;
    expect(promises.nothingAfterTheEnd({ ...record, history: [...record.history, late] })).toHaveLength(1);
  });

  it('sees what reached another person, and what was never said', async () => {
    const record = await aGoodDay();
    const crossed = but(record, (each) => [says(each, 'd1 in lc1') ? { ...each, to: 'teams/Kim' } : each]);
    expect(promises.nothingCrosses(crossed)).toEqual(['crossed: Dana: d1 in lc1 reached teams/Kim']);
    const altered = but(record, (each) => [
      says(each, 'd1 in lc1') ? { ...each, what: 'Dana: d9 in lc1' } : each,
    ]);
    expect(promises.nothingCrosses(altered)).toEqual(['invented: Dana: d9 in lc1']);
  });

  it('sees what came twice without reason', async () => {
    const doubled = but(await aGoodDay(), (each) =>
      each.type === 'heard' && says(each, 'p3 of Pat') ? [each, each] : [each],
    );
    expect(promises.noSilentDuplicate(doubled)).toEqual(['2 times without reason: p3 of Pat']);
  });

  it('sees who is stuck', async () => {
    const record = await aGoodDay();
    const chats = record.chats.map(({ id, asked, heard }) => ({ id, asked, heard }));
    const stuck = { ...record, chats, turnsMs: [turnBudgetMs + 1], waitingInTheEnd: 1 };
    expect(noSessionIsStuck(stuck)).toHaveLength(4);
    expect(noSessionIsStuck({ ...record, commits: record.commits.slice(0, 1) })).toEqual(['s1 is requested']);
  });
});
