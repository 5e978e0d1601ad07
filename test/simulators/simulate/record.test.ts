import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readStory } from '../../../simulators/simulate/language/read-story.ts';
import { verdictOf } from '../../../simulators/simulate/run/run.ts';
import { runStories } from '../../../simulators/simulate/run/run-stories.ts';
import { table } from '../../../simulators/simulate/run/table.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recorded-'));
});
afterAll(() => rm(folder, { recursive: true }));

const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

it('npm run simulate -- --record writes what people did on the two pages as a story that passes', async () => {
  const file = join(folder, 'by-hand.yaml');
  const child = spawn(process.execPath, ['simulators/simulate.ts', '--record', file], { stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await expect.poll(() => output, { timeout: 15_000 }).toContain('Ctrl+C');
  const [, teams = ''] = /in Teams +(http\S+)/.exec(output) ?? [];
  const [, desk = ''] = /desk +(http\S+)/.exec(output) ?? [];

  const opened = await post(`${teams}chats`, { name: 'Robin Lee' });
  const chat = z.object({ conversationId: z.string() }).parse(await opened.json());
  const says = (text: string) =>
    post(`${teams}chats/${encodeURIComponent(chat.conversationId)}/messages`, { text });
  await says('I want to talk with a person');
  await says('My invoice is wrong');
  const chatId = await firstChat(desk);
  await post(`${desk}desk/api/chats/${chatId}`, { act: 'join', agent: 'Dana' });
  await post(`${desk}desk/api/chats/${chatId}`, { act: 'say', agent: 'Dana', text: 'Which *one*?' });
  await says('The one of March');
  const shown = (url: string, text: string) =>
    expect.poll(() => snapshot(url), { timeout: 10_000 }).toContain(text);
  await shown(`${desk}desk/api/events`, 'The one of March');
  await shown(`${teams}chats/${encodeURIComponent(chat.conversationId)}/events`, 'Which');
  child.kill('SIGINT');
  expect(await exited, output).toBe(0);

  const text = await readFile(file, 'utf8');
  for (const step of ['customer says: The one of March', 'agent joins: Dana', 'agent says: Which *one*?'])
    expect(text).toContain(step);
  const runs = await runStories([readStory(file, text)], { seed: 'recorded', atOnce: 1 });
  expect(runs.map(verdictOf), `${text}\n${table(runs, '')}`).toEqual(['passed']);
}, 60_000);

/** What a page is told at once. */
async function snapshot(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(300) });
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk);
  } catch {
    // It would go on for ever; what came is what was known.
  }
  return text;
}

/** The id of the chat that the desk shows. */
async function firstChat(desk: string): Promise<string> {
  const idIn = (text: string) => /"id":"(lc_[^"]+)"/.exec(text)?.[1];
  let text = '';
  await expect
    .poll(
      async () => {
        text = await snapshot(`${desk}desk/api/events`);
        return idIn(text);
      },
      { timeout: 10_000 },
    )
    .toBeDefined();
  return idIn(text) ?? '';
}
