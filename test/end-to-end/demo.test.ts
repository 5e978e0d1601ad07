import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../simulators/child-environment.ts';
import { wantPorts } from './demo-ports.ts';

/** The demo as somebody at a terminal has it, with its two pages played over their own HTTP. */
interface RunningDemo {
  readonly output: string;
  readonly customerPage: string;
  readonly desk: string;
  interrupt(): Promise<number | null>;
}

let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

async function runDemo(name: string, ...options: readonly string[]): Promise<RunningDemo> {
  const args = ['simulators/demo.ts', '--data', join(directory, name), ...options];
  const child = spawn(process.execPath, args, { env: childEnvironment() });
  children.push(child);
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const output = await new Promise<string>((resolve, reject) => {
    let text = '';
    const collect = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Ctrl+C')) resolve(text);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    void exit.then((code) => reject(new Error(`the demo ended with ${code}:\n${text}`)));
  });
  const address = (of: string) => new RegExp(`${of}\\s+(http://\\S+)`).exec(output)?.[1] ?? '';
  return {
    output,
    customerPage: address('Customer in Teams'),
    desk: address("Agent's desk"),
    interrupt() {
      child.kill('SIGINT');
      return exit;
    },
  };
}

async function post(url: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

/** What a page is sent in its first moments: everything so far. */
async function feed(url: string): Promise<string> {
  const response = await fetch(url);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = Date.now() + 300;
  while (reader && Date.now() < until) {
    const pause = new Promise<undefined>((resolve) =>
      setTimeout(() => resolve(undefined), until - Date.now()),
    );
    const chunk = await Promise.race([reader.read(), pause]);
    if (!chunk || chunk.done) break;
    text += chunk.value;
  }
  await reader?.cancel();
  return text;
}

/** Everything in the files of a folder. */
async function textsIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')))
  ).join('\n');
}

const customerFeed = (demo: RunningDemo, id: string) =>
  feed(`${demo.customerPage}chats/${encodeURIComponent(id)}/events`);
const deskFeed = (demo: RunningDemo) => feed(`${demo.desk}desk/api/events`);
const says = (demo: RunningDemo, id: string, text: string) =>
  post(`${demo.customerPage}chats/${encodeURIComponent(id)}/messages`, { text });

describe('The demo', () => {
  it('goes on with open chats when it is started again, on the same ports', async () => {
    await wantPorts(join(directory, 'kept'));
    const first = await runDemo('kept');
    const joined: unknown = await (await post(`${first.customerPage}chats`, { name: 'Anna' })).json();
    const id = (joined as { conversationId: string }).conversationId;
    await says(first, id, 'I want to talk with a person');
    await expect.poll(() => customerFeed(first, id), { timeout: 5000 }).toContain('explain your problem');
    await says(first, id, 'My invoice is wrong');
    await expect.poll(() => deskFeed(first), { timeout: 5000 }).toContain('My invoice is wrong');
    expect(await first.interrupt()).toBe(0);

    const second = await runDemo('kept');
    expect([second.customerPage, second.desk]).toEqual([first.customerPage, first.desk]);
    await says(second, id, 'It is still wrong');
    await expect.poll(() => deskFeed(second), { timeout: 5000 }).toContain('It is still wrong');
    const chatId = /"id":"(lc_[^"]+)"/.exec(await deskFeed(second))?.[1];
    await post(`${second.desk}desk/api/chats/${chatId}`, {
      act: 'say',
      agent: 'Dana',
      text: 'I will mend it',
    });
    await expect.poll(() => customerFeed(second, id), { timeout: 5000 }).toContain('I will mend it');
    expect(await second.interrupt()).toBe(0);
  });

  it('takes the conversation to the agent and back in web chat, where words are the answer to what is written next', async () => {
    await wantPorts(join(directory, 'web'));
    const demo = await runDemo('web', '--channel', 'webchat');
    const joined: unknown = await (await post(`${demo.customerPage}chats`, { name: 'Anna' })).json();
    const id = (joined as { conversationId: string }).conversationId;
    const customerSees = (text: string) =>
      expect.poll(() => customerFeed(demo, id), { timeout: 5000 }).toContain(text);
    const deskSees = (text: string) => expect.poll(() => deskFeed(demo), { timeout: 5000 }).toContain(text);
    await says(demo, id, 'I want to talk with a person');
    await customerSees('explain your problem');
    await says(demo, id, 'My invoice is wrong');
    await customerSees('whenever you write');
    await deskSees('only when they write next');
    const chatId = /"id":"(lc_[^"]+)"/.exec(await deskFeed(demo))?.[1];
    const acts = (act: object) => post(`${demo.desk}desk/api/chats/${chatId}`, { agent: 'Dana', ...act });
    await acts({ act: 'join' });
    await acts({ act: 'say', text: 'I will mend it' });
    expect(await customerFeed(demo, id)).not.toContain('I will mend it');
    await says(demo, id, 'And?');
    await customerSees('I will mend it');
    await says(demo, id, 'Good bye');
    await deskSees('"status":"ended"');
    expect(await demo.interrupt()).toBe(0);
  });

  it('takes the conversation to the agent and back as a connected agent, and keeps no right of a callback', async () => {
    await wantPorts(join(directory, 'connected'));
    const demo = await runDemo('connected', '--called-as', 'connected-agent');
    const joined: unknown = await (await post(`${demo.customerPage}chats`, { name: 'Anna' })).json();
    const id = (joined as { conversationId: string }).conversationId;
    const customerSees = (text: string) =>
      expect.poll(() => customerFeed(demo, id), { timeout: 5000 }).toContain(text);
    const deskSees = (text: string) => expect.poll(() => deskFeed(demo), { timeout: 5000 }).toContain(text);
    await says(demo, id, 'Hello');
    await customerSees('How can I help');
    await says(demo, id, 'I want to talk with a person');
    await customerSees('I have asked for an agent');
    await deskSees('I want to talk with a person');
    await says(demo, id, 'My invoice is wrong');
    await deskSees('My invoice is wrong');
    const chatId = /"id":"(lc_[^"]+)"/.exec(await deskFeed(demo))?.[1];
    const acts = (act: object) => post(`${demo.desk}desk/api/chats/${chatId}`, { agent: 'Dana', ...act });
    await acts({ act: 'join' });
    await acts({ act: 'say', text: 'I will mend it' });
    await customerSees('I will mend it');
    await says(demo, id, 'Good bye');
    await customerSees('back with the virtual assistant');
    await deskSees('"status":"ended"');
    await says(demo, id, 'Hello again');
    await expect
      .poll(async () => (await customerFeed(demo, id)).split('How can I help').length, { timeout: 5000 })
      .toBeGreaterThan(2);
    expect(await demo.interrupt()).toBe(0);
    const kept = await textsIn(join(directory, 'connected'));
    expect(kept).toContain('callback');
    expect(kept).not.toMatch(/external-agent|\bsig=/);
  });

  it('takes other ports when its own are taken, and says so', async () => {
    await wantPorts(join(directory, 'one'));
    const first = await runDemo('one');
    await wantPorts(join(directory, 'two'), join(directory, 'one'));
    const second = await runDemo('two');
    expect(second.customerPage).not.toBe(first.customerPage);
    expect(second.output).toMatch(/Port \d+ is taken, so the live chat took \d+\./);
    expect(second.output).toMatch(/Port \d+ is taken, so the bridge took \d+\./);
    expect((await fetch(second.desk)).status).toBe(200);
  });
});
