import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newCredentials } from '../../../simulators/bridge-environment.ts';
import { writeDemoState } from '../../../simulators/demo/demo-state.ts';
import { type Demo, startDemo } from '../../../simulators/demo/start-demo.ts';
import { readStory } from '../../../simulators/simulate/language/read-story.ts';
import { told } from './console-world.ts';

/** The console in front of the whole demo, with a bridge that is a process and can be killed. */

let directory: string;
let demo: Demo;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'console-'));
  const ports = { liveChat: 0, bridge: 0, microsoft: 0, console: 0, teamsLine: 0, playground: 0 };
  await writeDemoState(directory, { credentials: newCredentials(), ports });
  const kinds = {
    calledAs: 'skill',
    channel: 'msteams',
    dialect: 'reference',
    liveChatKind: 'reference',
  } as const;
  demo = await startDemo({ ...kinds, directory, withPlayground: false, help: false });
}, 30_000);

afterAll(async () => {
  await demo.stop();
  await rm(directory, { recursive: true, force: true });
});

async function post(url: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text().then((text) => (text === '' ? undefined : JSON.parse(text)));
}

it('What was accepted before a kill arrives after it, and the console has seen all of it', async () => {
  const made = await post(`${demo.consoleUrl}api/customers`, { name: 'Anna' });
  const { conversationId } = made as { conversationId: string };
  const says = (text: string) =>
    post(`${demo.customerPageUrl}chats/${encodeURIComponent(conversationId)}/messages`, { text });
  const feed = (until: (text: string) => boolean) =>
    told(`${demo.consoleUrl}api/events?conversation=${encodeURIComponent(conversationId)}`, until);
  await says('I want to talk with a person');
  await says('My invoice is wrong');
  await feed((text) => text.includes('"status":"queued"'));
  await post(`${demo.consoleUrl}api/fault`, { fault: 'live-chat-down', isOn: true });
  await says('Are you there?');
  await feed((text) => text.includes('attempt 1 to reach the live chat'));
  await post(`${demo.consoleUrl}api/bridge`, { act: 'kill' });
  expect(await feed((text) => text.includes('is down'))).toContain('"status":"stopped"');
  await post(`${demo.consoleUrl}api/fault`, { fault: 'live-chat-down', isOn: false });
  await post(`${demo.consoleUrl}api/bridge`, { act: 'start' });
  const sent = /"path":"\/api\/livechat\/send","request":"[^}]*Are you there/;
  const empty = /"to-live-chat":\{"pending":0/;
  const text = await feed((all) => sent.test(all) && empty.test(all) && all.includes('runs again'));
  expect(text).toMatch(sent);
  expect(text).toMatch(empty);
  expect(text).toMatch(/"session":\{"id":"hs_[^"]+","status":"queued"/);
}, 20_000);

it('Time that the console lets pass ends a silent session', async () => {
  const feed = (until: (text: string) => boolean) => told(`${demo.consoleUrl}api/events`, until);
  await post(`${demo.consoleUrl}api/clock`, { minutes: 24 * 60 });
  await feed((text) => text.includes('"status":"ended"'));
  expect(await feed((text) => text.includes('"status":"ended"'))).toContain('"status":"ended"');
}, 20_000);

it('What was done by hand comes as a scenario that can be played', async () => {
  const made = await post(`${demo.consoleUrl}api/customers`, { name: 'Ben' });
  const { conversationId } = made as { conversationId: string };
  const url = `${demo.consoleUrl}api/scenario.yaml?conversation=${encodeURIComponent(conversationId)}`;
  expect((await fetch(url)).status).toBe(404);
  await post(`${demo.customerPageUrl}chats/${encodeURIComponent(conversationId)}/messages`, {
    text: 'Hello',
  });
  await post(`${demo.consoleUrl}api/clock`, { minutes: 20 });
  await post(`${demo.customerPageUrl}chats/${encodeURIComponent(conversationId)}/messages`, {
    text: 'Me again',
  });
  await expect.poll(async () => (await fetch(url)).text()).toContain('customer says: Me again');
  const { steps } = readStory('recorded.yaml', await (await fetch(url)).text());
  expect(steps.map(({ key, value }) => [key, value])).toEqual(
    expect.arrayContaining([
      ['customer says', 'Hello'],
      ['wait', '20 min'],
      ['customer says', 'Me again'],
    ]),
  );
});

it('Only the console may show the two pages inside another one, and it has to name them', async () => {
  const frames = new URL(demo.consoleUrl).origin;
  for (const page of [demo.customerPageUrl, demo.deskUrl]) {
    const policy = (await fetch(page)).headers.get('content-security-policy');
    expect(policy).toContain(`frame-ancestors ${frames}`);
  }
});
