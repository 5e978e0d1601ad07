import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventStream, startEventStream } from '../../../simulators/live-chat/stream/event-stream.ts';
import { lowdbStore } from '../../../src/adapters/storage/lowdb/lowdb-store.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { defaultSentences } from '../../../src/application/sentences.ts';
import { conversationId, sessionId } from '../../../src/domain/ids.ts';
import { freshDirectory } from '../../adapters/storage/lowdb/lowdb-directory.ts';
import { type Bridge, bridge } from '../../application/world/bridge.ts';
import { desk } from '../../application/world/fakes/desk.ts';
import { teams } from '../../application/world/fakes/teams.ts';
import { killable, killableClock, type ProcessLife } from '../../application/world/killable.ts';
import { pat } from '../../domain/builders.ts';
import { standInFeed } from './feed.ts';

const realTime = {
  ...systemClock,
  pass: async () => {},
  settle: async () => {},
  until: <Value>(promise: Promise<Value>) => promise,
};
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const settings = {
  turnBudgetMs: 10_000,
  idleMs: 3_600_000,
  maxAgeMs: 86_400_000,
  laneLimit: 1000,
  laneBytes: 4 * 1024 * 1024,
  sentences: defaultSentences,
};
const address = 'teams/Pat';

let stream: EventStream;
let directory: string;
let theDesk: ReturnType<typeof desk>;
let theTeams: ReturnType<typeof teams>;
let running: { readonly life: ProcessLife; readonly bridge: Bridge; readonly close: () => Promise<void> };

/** A process on the data of the one before. */
async function startProcess() {
  const life: ProcessLife = { isOver: false };
  const store = await lowdbStore({ directory, clock: systemClock, log: quiet });
  const alive = killable(life, store);
  const ids = { newSessionId: () => sessionId(`hs_${Math.random()}`), random: () => 0.5 };
  return {
    life,
    close: () => store.close(),
    bridge: bridge({
      store: alive,
      feedLeases: alive,
      feed: killable(life, standInFeed(stream.url)),
      clock: killableClock(life, systemClock),
      ids,
      liveChat: killable(life, theDesk.liveChat),
      callers: [killable(life, theTeams.caller)],
      channels: [killable(life, theTeams.channel)],
      settings,
      log: quiet,
    }),
  };
}

const says = (...texts: readonly string[]) => {
  for (const text of texts) stream.says(theDesk.chat().id, 'Dana', text);
};
const sees = (...texts: readonly string[]) =>
  vi.waitFor(() => expect(theTeams.seenAt(address)).toEqual(texts.map((text) => `Dana: ${text}`)), 10_000);

beforeEach(async () => {
  stream = await startEventStream();
  directory = await freshDirectory();
  theDesk = desk(realTime, []);
  theTeams = teams(realTime, []);
  running = await startProcess();
  await running.bridge.requestHandoff({
    conversationId: conversationId('conversation of Pat'),
    requestId: 'request',
    customer: pat,
    caller: theTeams.caller.id,
    channel: theTeams.channel.id,
    customerAddress: address,
    transcript: [],
  });
});
afterEach(async () => {
  await running.bridge.follower?.stop();
  await running.bridge.deliveries.stop();
  await running.close();
  await stream.stop();
});

describe('R29: A live chat that is heard on a stream', () => {
  it('is heard in its order', async () => {
    says('one', 'two', 'three');
    await sees('one', 'two', 'three');
  });

  it('has one effect for what comes twice, and for what a new stream begins with', async () => {
    Object.assign(stream.faults, { times: 2, overlap: 2 });
    says('one', 'two');
    await sees('one', 'two');
    stream.cut();
    says('three');
    await sees('one', 'two', 'three');
  });

  it('has no gap where its stream has left something out', async () => {
    says('one');
    await sees('one');
    stream.faults.loses = true;
    says('two', 'three');
    await sleep(200);
    stream.faults.loses = false;
    says('four');
    await sees('one', 'two', 'three', 'four');
  });

  it('is found out when it is up and deaf, and heard again', async () => {
    says('one');
    await sees('one');
    stream.faults.isDeaf = true;
    says('two');
    await sleep(300);
    expect(theTeams.seenAt(address)).toEqual(['Dana: one']);
    await vi.waitFor(() => expect(running.bridge.follower?.health().unheard).toBe(1), 5000);
    stream.faults.isDeaf = false;
    await sees('one', 'two');
  });

  it('R3: is heard by the next process from where the one before was killed, without gap or repeat', async () => {
    for (let round = 0; round < 3; round++) {
      says(`${round}-a`, `${round}-b`);
      await sleep(70);
      running.life.isOver = true;
      await running.close();
      says(`${round}-c`);
      running = await startProcess();
    }
    await sees(...[0, 1, 2].flatMap((round) => ['a', 'b', 'c'].map((each) => `${round}-${each}`)));
  });
});
