import { describe, expect, it } from 'vitest';
import type { ReceivedRequest } from '../../simulators/faults/orders.ts';
import { tokens } from '../../simulators/history/token.ts';
import { anyOf, expectKept, first } from './world/direct-world.ts';
import { directedWorlds } from './world/directed-worlds.ts';

const worlds = directedWorlds();

const token = tokens('odd');
const to =
  (end: string) =>
  ({ path }: ReceivedRequest) =>
    path.endsWith(end);
const inTeams = ({ path }: ReceivedRequest) => path.startsWith('/teams/v3/');
const atCopilot = ({ path }: ReceivedRequest) => path.startsWith('/copilot-studio/v3/');

/** Whoever was answered for three times is reached within this time, in milliseconds. */
const soonMs = 60_000;

describe.each([200, 204, 302, 403, 404, 405, 502])('A page with %i that is not the party’s', (status) => {
  const page = { kind: 'intermediary', status } as const;

  it('R25: neither opens, takes, loses nor ends anything at the live chat', async () => {
    const steps = [first(1, to('/start'), page), first(3, to('/send'), page), first(3, to('/end'), page)];
    const world = await worlds.start({ rules: { toLiveChat: anyOf(...steps) } });
    const anna = await world.asks('Anna');
    await world.pass(5000);
    const chat = world.chatOf(anna);
    expect(chat?.status).toBe('queued');
    const said = [token(), token()];
    for (const text of said) await world.says(anna, text);
    await world.pass(soonMs);
    expect(chat?.messages.map(({ text }) => text).filter((text) => said.includes(text))).toEqual(said);
    await world.says(anna, 'Good bye');
    await world.pass(soonMs);
    expect(chat?.status).toBe('ended');
    await expectKept(world);
  });

  it('R25: neither shows nor loses anything in Teams, nor keeps the conversation from the copilot', async () => {
    const ways = [first(3, inTeams, page), first(3, atCopilot, page)];
    const world = await worlds.start({ rules: { toTeams: anyOf(...ways) } });
    const anna = await world.asks('Anna');
    const said = [token(), token()];
    for (const text of said) void world.chatOf(anna)?.says(text);
    await world.pass(soonMs);
    const read = world.read(anna).join('\n');
    expect(said.filter((text) => read.includes(text))).toEqual(said);
    void world.chatOf(anna)?.ends();
    await world.pass(soonMs);
    expect(world.parties.copilotStudio.stateOf(anna.conversationId).isSkillActive).toBe(false);
    await expectKept(world);
  });
});

describe.each([0, 3])('An answer that is cut %i bytes after its headers', (bytes) => {
  const cut = { kind: 'cut-answer', bytes } as const;

  it('R26: of Teams counts, and nothing is sent again', async () => {
    const world = await worlds.start({ rules: { toTeams: first(2, inTeams, cut) } });
    const anna = await world.asks('Anna');
    const said = [token(), token(), token()];
    for (const text of said) void world.chatOf(anna)?.says(text);
    await world.pass(soonMs);
    const sends = world.network.exchanges.toTeams.filter(inTeams);
    expect(said.map((text) => sends.filter(({ body }) => body.includes(text)).length)).toEqual([1, 1, 1]);
    await world.says(anna, 'Good bye');
    await expectKept(world);
  });

  it('R26: of the copilot counts, and the conversation is given back once', async () => {
    const world = await worlds.start({ rules: { toTeams: first(1, atCopilot, cut) } });
    const anna = await world.asks('Anna');
    void world.chatOf(anna)?.ends();
    await world.pass(soonMs);
    const path = encodeURIComponent(anna.conversationId);
    const sends = world.network.exchanges.toTeams.filter(
      (each) => atCopilot(each) && each.path.includes(path),
    );
    expect(sends).toHaveLength(1);
    await expectKept(world);
  });

  it('R26: of the live chat opens one chat, shows each word once, and ends it', async () => {
    const steps = [first(1, to('/start'), cut), first(2, to('/send'), cut), first(1, to('/end'), cut)];
    const world = await worlds.start({ rules: { toLiveChat: anyOf(...steps) } });
    const anna = await world.asks('Anna');
    await world.pass(5000);
    const said = [token(), token(), token()];
    for (const text of said) await world.says(anna, text);
    await world.pass(soonMs);
    const chats = world.parties.liveChat.chats();
    expect(chats).toHaveLength(1);
    expect(chats[0]?.messages.map(({ text }) => text).filter((text) => said.includes(text))).toEqual(said);
    await world.says(anna, 'Good bye');
    await world.pass(soonMs);
    expect(chats[0]?.status).toBe('ended');
    await expectKept(world);
  });
});
