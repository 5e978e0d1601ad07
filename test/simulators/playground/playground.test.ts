import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../../simulators/free-port.ts';
import { startPlayground } from '../../../simulators/playground/start-playground.ts';
import { wantPorts } from '../../end-to-end/demo-ports.ts';

const patienceMs = 20_000;

let directory: string;
const children: ChildProcess[] = [];
const servers: Server[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'playground-'));
  await wantPorts(directory);
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    const exit = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGINT')) await exit;
  }
  for (const server of servers.splice(0)) server.close();
  await rm(directory, { recursive: true, force: true });
});

/** What the demo prints once everything runs. */
function runDemo(...options: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['simulators/demo.ts', '--data', directory, ...options], {
    env: { PATH: process.env.PATH ?? '', HOME: directory },
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ctrl+C')) resolve(output);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${output}`)));
  });
}

const shown = z.object({ action: z.string(), message: z.object({ text: z.string() }).optional() });

/** The Playground's own page without its looks: what it says of its personal chat, and how one types there. */
async function openChat(page: string) {
  const texts: string[] = [];
  const stream = new WebSocket(`${page.replace('http', 'ws')}_ws_conversation/v1/conversations/stream`);
  stream.addEventListener('message', ({ data }) => {
    const { action, message } = shown.parse(JSON.parse(String(data)));
    if (action === 'createMessage') texts.push(message?.text ?? '');
  });
  await new Promise((resolve, reject) => {
    stream.addEventListener('open', resolve);
    stream.addEventListener('error', reject);
  });
  return {
    texts,
    close: () => stream.close(),
    types: (text: string) =>
      post(`${page}_conversation/v1/conversations/personal-chat/messages`, {
        from: { id: 'user-id-0' },
        text,
        textFormat: 'plain',
      }),
    sees: (text: string) => expect.poll(() => texts.join('\n'), { timeout: patienceMs }).toContain(text),
  };
}

async function post(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}

const snapshot = z.object({
  chats: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      problem: z.string().optional(),
      entries: z.array(z.object({ text: z.string() })),
    }),
  ),
});

/** The chat with this problem on the desk, from the first event that its page is sent. */
async function deskChat(desk: string, problem: string) {
  const gone = new AbortController();
  const answer = await fetch(`${desk}desk/api/events`, { signal: gone.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const data = /^data: (.*)$/m.exec((await reader?.read())?.value ?? '')?.[1] ?? '{"chats":[]}';
  gone.abort();
  const isAbout = ({ problem: stated, entries }: z.infer<typeof snapshot>['chats'][number]) =>
    stated === problem || entries.some(({ text }) => text === problem);
  const chat = snapshot.parse(JSON.parse(data)).chats.find(isAbout);
  if (!chat) throw new Error(`The desk has no chat about "${problem}" yet.`);
  return chat;
}

const addressIn = (output: string, of: string) =>
  new RegExp(`${of}\\s+(http://\\S+)`).exec(output)?.[1] ?? '';

describe('The Agents Playground in front of the demo', { timeout: 40_000 }, () => {
  it('gives the customer back to the copilot when the agent ends the chat', async () => {
    const output = await runDemo('--playground', '--dialect', 'contoso-sample');
    const desk = addressIn(output, "Agent's desk");
    const chat = await openChat(addressIn(output, 'Agents Playground'));
    await chat.types('I want to talk with a person');
    await chat.types('My order is late');
    const asked = await vi.waitFor(() => deskChat(desk, 'My order is late'), patienceMs);
    await post(`${desk}desk/api/chats/${asked.id}`, { act: 'end', message: 'It comes tomorrow' });
    await chat.sees('It comes tomorrow');
    // A word that comes before that is the turn in which the customer is given back, and nothing more.
    await chat.sees('You are back with the virtual assistant');
    await chat.types('Hello');
    await chat.sees('I am the virtual assistant');
    chat.close();
  });

  it('is gone when the demo is, however that one ended', async () => {
    const page = addressIn(await runDemo('--playground'), 'Agents Playground');
    expect((await fetch(page)).status).toBe(200);
    children.at(-1)?.kill('SIGKILL');
    const answer = () =>
      fetch(page).then(
        ({ status }) => status,
        () => 'there is no listener',
      );
    await expect.poll(answer, { timeout: patienceMs }).toBe('there is no listener');
  });

  it('plays a whole handoff: what is typed there reaches the desk, and replies come up as proactive messages', async () => {
    const output = await runDemo('--playground');
    const desk = addressIn(output, "Agent's desk");
    const chat = await openChat(addressIn(output, 'Agents Playground'));

    await chat.types('I want to talk with a person');
    await chat.sees('Please briefly explain your problem');
    await chat.types('My invoice is wrong');
    await chat.sees('You are being connected with an agent');
    const asked = await vi.waitFor(() => deskChat(desk, 'My invoice is wrong'), patienceMs);

    const says = { act: 'say', agent: 'Dana', text: 'I have <b>found</b> it' };
    await post(`${desk}desk/api/chats/${asked.id}`, says);
    await chat.sees('**Dana**');
    expect(chat.texts.join('\n')).not.toContain('<b>');
    await chat.types('Thank you');
    const heard = async () => (await deskChat(desk, 'My invoice is wrong')).entries.map(({ text }) => text);
    await expect.poll(heard, { timeout: patienceMs }).toContain('Thank you');

    await chat.types('Good bye');
    await chat.sees('You are back with the virtual assistant');
    const status = async () => (await deskChat(desk, 'My invoice is wrong')).status;
    await expect.poll(status, { timeout: patienceMs }).toBe('ended');
    await chat.types('Hello');
    await chat.sees('I am the virtual assistant');
    chat.close();
  });

  it('says so when its port is taken', async () => {
    const port = await freePort();
    const holder = createServer();
    servers.push(holder);
    await new Promise<void>((resolve) => holder.listen(port, resolve));
    const starting = startPlayground({ port, botUrl: 'http://127.0.0.1:9/', conversationId: 'a', directory });
    await expect(starting).rejects.toThrow(`The Agents Playground did not start. Port ${port} is taken.`);
  });
});
