import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { postJson } from '../../../simulators/http/post-json.ts';
import type { MicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { apps, microsoftSide, tokenFor } from '../copilot-studio/fake-skill.ts';

let side: MicrosoftSide;
beforeAll(async () => {
  side = await microsoftSide();
});
afterAll(() => side.stop());

const get = (path: string) => fetch(new URL(path, side.customerPageUrl));

async function newChat(name: string): Promise<string> {
  const { body } = await postJson(`${side.url}/chats`, { name });
  return z.object({ conversationId: z.string() }).parse(body).conversationId;
}

/** Reads a chat's events until all the expected texts were among them. */
async function readEvents(conversationId: string, ...expected: readonly string[]): Promise<string> {
  const answer = await get(`/chats/${encodeURIComponent(conversationId)}/events`);
  let read = '';
  for await (const chunk of answer.body ?? []) {
    read += Buffer.from(chunk).toString();
    if (expected.every((text) => read.includes(text))) return read;
  }
  return read;
}

describe('The customer page', () => {
  it('comes with its files and lets nothing else in', async () => {
    const page = await get('/');
    const text = await page.text();
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).not.toMatch(/<style|style=|<script>|https?:/);
    for (const [, path = ''] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect((await get(path)).status).toBe(200);
  });

  it.each(['/page/nothing.js', '/page/..%2f..%2fteams.ts', '/page/__proto__', '/nowhere'])(
    'has no %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('keeps a chat that a reloaded page finds again', async () => {
    const id = await newChat('Mia Torres');
    const answer = await get(`/chats/${encodeURIComponent(id)}`);
    expect(await answer.json()).toMatchObject({
      customer: { name: 'Mia Torres' },
      copilot: { name: 'Contoso Agent' },
    });
    expect((await get('/chats/unknown')).status).toBe(404);
    expect((await get('/chats/unknown/events')).status).toBe(404);
  });

  it('sends what the customer writes and streams what is said, from the beginning', async () => {
    const id = await newChat('Mia');
    const sent = await postJson(`${side.url}/chats/${encodeURIComponent(id)}/messages`, { text: 'Hello' });
    expect(sent.status).toBe(202);
    await readEvents(id, 'virtual assistant');
    const read = await readEvents(id, '"Hello"', 'virtual assistant', '"delivered"');
    expect(read).toMatch(/^event: message\n/);
  });

  it('is told when the other side types', async () => {
    const id = await newChat('Mia');
    const token = await tokenFor(side, apps.copilotApp, 'https://api.botframework.com/.default');
    const url = `${side.teamsServiceUrl}v3/conversations/${encodeURIComponent(id)}/activities`;
    const type = () => postJson(url, { type: 'typing' }, { headers: { authorization: `Bearer ${token}` } });
    const typing = setInterval(type, 20);
    expect(await readEvents(id, 'event: typing')).toContain('event: typing');
    clearInterval(typing);
  });

  it.each([
    ['/chats', {}],
    ['/chats', { name: ' ' }],
    ['/chats/ID/messages', { text: '' }],
  ])('refuses at %s %o', async (path, body) => {
    const id = encodeURIComponent(await newChat('Mia'));
    expect((await postJson(side.url + path.replace('ID', id), body)).status).toBe(400);
  });

  it('takes JSON only, so that no foreign page can write', async () => {
    const answer = await fetch(`${side.url}/chats`, { method: 'POST', body: '{"name":"Mia"}' });
    expect(answer.status).toBe(400);
  });
});

describe('Markdown in the chat', async () => {
  const file = new URL('../../../simulators/teams/page/markdown.js', import.meta.url).href;
  const { runsOf }: { runsOf: (text: string) => readonly { text: string; isBold: boolean }[] } = await import(
    file
  );
  const shown = (text: string) =>
    runsOf(text)
      .map((run) => (run.isBold ? `<${run.text}>` : run.text))
      .join('');

  it.each([
    ['**Dana**: Hello', '<Dana>: Hello'],
    ['**Dana \\*X\\***: a\\_b', '<Dana *X*>: a_b'],
    ['2 ** 3 is 8', '2 ** 3 is 8'],
    ['\\*\\*not bold\\*\\*', '**not bold**'],
    ['C:\\temp and \\\\', 'C:\\temp and \\'],
    ['****', '****'],
    ['[a](b) `c` # d <b>', '[a](b) `c` # d <b>'],
    ['&lt;b&gt;AT&amp;T&lt;/b&gt; &copy;', '<b>AT&T</b> &copy;'],
  ])('shows %s as %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});
