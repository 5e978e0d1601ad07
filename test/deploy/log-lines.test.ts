import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../adapters/admin/running-script.ts';
import { escalated } from '../end-to-end/escalated.ts';
import { startWorld } from '../end-to-end/world.ts';

const lineIn = (text: string): Readonly<Record<string, unknown>> => JSON.parse(text.slice(text.indexOf('{')));

let folder: string;
/** The logs of two replicas, the second with what Kubernetes puts before each line. */
let files: readonly string[];
let ids: Readonly<Record<string, string>>;
let expected: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handoff-log-'));
  const world = await startWorld();
  const { microsoft, liveChat, bridge } = world;
  const { anna, chat } = await escalated(microsoft, liveChat);
  const ben = await microsoft.teams.customer('Ben');
  await ben.says('I want to talk with a person');
  await ben.says('My printer is on fire');
  await (await liveChat.chat(({ id }) => id !== chat.id)).sees('My printer is on fire');
  await chat.sees('My invoice is wrong');
  liveChat.failNext({ path: '/send', status: 503, times: 1 });
  await anna.says('Number 17');
  await chat.sees('Number 17');
  await anna.says('Good bye');
  await chat.isEnded();
  await chat.says('Too late');
  await world.stop();
  const lines = bridge.output().trimEnd().split('\n');
  const half = Math.floor(lines.length / 2);
  files = [join(folder, 'one.log'), join(folder, 'two.log')];
  const prefixed = lines.slice(half).map((line) => `[pod/handoff-bridge-2/bridge] ${line}`);
  await writeFile(files[0] ?? '', `${lines.slice(0, half).join('\n')}\n`);
  await writeFile(files[1] ?? '', `Starting\n${prefixed.join('\n')}`);
  const opened = lines.map(lineIn).find((line) => line.liveChat === chat.id) ?? {};
  const refused = lines.map(lineIn).find(({ msg }) => msg === 'refused-by-live-chat') ?? {};
  ids = {
    session: String(opened.session),
    'live chat': chat.id,
    message: String(refused.message),
    conversation: anna.conversationId,
    'hash of the conversation': String(opened.conversation),
    'hash of the customer': String(opened.customer),
  };
  expected = [...lines.slice(0, half), ...prefixed].filter(
    (line) => line.includes(ids.session ?? '?') || line.includes(chat.id),
  );
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe('npm run log-lines', { timeout: 30_000 }, () => {
  it.each([
    'session',
    'live chat',
    'message',
    'conversation',
    'hash of the conversation',
    'hash of the customer',
  ])('leads from the id of a %s to all lines of its session', async (what) => {
    const { code, output } = await runScript('log-lines.ts', [ids[what] ?? '', ...files], {});
    expect(code).toBe(0);
    expect(output.trimEnd().split('\n')).toEqual(expected);
    expect(expected.map((line) => lineIn(line).msg)).toEqual(
      expect.arrayContaining(['change', 'delivery', 'refused-by-live-chat']),
    );
  });

  it('says when no line names an id, and how it is used', async () => {
    expect(await runScript('log-lines.ts', ['hs_none', ...files], {})).toEqual({
      code: 1,
      output: 'No line names this id.\n',
    });
    for (const words of [[], ['hs_1'], ['hs_1', join(folder, 'missing.log')]])
      expect(await runScript('log-lines.ts', words, {})).toMatchObject({
        code: 2,
        output: expect.stringContaining('Usage: npm run log-lines -- ID FILE…'),
      });
  });
});
