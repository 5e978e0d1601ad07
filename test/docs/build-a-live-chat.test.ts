import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardWebhookSignature } from '../../src/adapters/http/requests/webhook-signature.ts';
import { liveChatContract } from '../../src/adapters/live-chat/reference/contract.ts';
import { callback, callbackAsMeant } from '../../src/adapters/live-chat/reference/wire.ts';
import { examplesOf } from '../adapters/http/docs/openapi-rules.ts';

const guide = await readFile(new URL('../../docs/build-a-live-chat.md', import.meta.url), 'utf8');
const start = promisify(execFile);

function codeIn(language: string): string {
  const code = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1];
  if (code === undefined) throw new Error(`the guide has no code in ${language}`);
  return code;
}

const secret = `whsec_${Buffer.from('a secret of the guide, 27 bytes').toString('base64')}`;
const said = {
  sessionId: 'lc_1',
  messageId: 'm_1',
  timestamp: '2026-03-02T09:41:07+01:00',
  type: 'message',
  message: 'Grüß Gott 👋🏽 "Mia" \\ שלום\n</script>',
  sender: 'Zoë',
};
const json = JSON.stringify(said);

/** Each language's code with a line that calls it; the arguments are address, secret and body. */
const programs = {
  js: {
    file: 'post.mjs',
    run: process.execPath,
    code: (code: string) =>
      `${code}\nconsole.log(await postCallback(process.argv[2], process.argv[3], JSON.parse(process.argv[4])));`,
  },
  python: {
    file: 'post.py',
    run: 'python3',
    code: (code: string) =>
      `${code}\nimport sys\nprint(post_callback(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))`,
  },
  java: {
    file: 'Post.java',
    run: 'java',
    code: (code: string) => {
      const main = `class Post {\n  public static void main(String[] a) throws Exception {\n    System.out.println(Callbacks.post(a[0], a[1], "${said.messageId}", a[2]));\n  }\n}\n\nclass Callbacks {`;
      return code.replace('class Callbacks {', main);
    },
  },
} as const;

const isThere = (program: string): boolean => {
  try {
    execFileSync(program, [program === 'java' ? '-version' : '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
/** Node is there; of the others, those that this machine has. */
const known = Object.entries(programs).filter(([, { run }]) => run === process.execPath || isThere(run));

let directory = '';
let server: Server;
let url = '';
const heard: { readonly headers: Record<string, string>; readonly body: string }[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guide-'));
  server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
      heard.push({ headers: Object.fromEntries(headers), body });
      outgoing.writeHead(202).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/messages/proactive`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(directory, { recursive: true });
});

describe('The guide for those who build a live chat', () => {
  it.each(known)(
    'signs in %s as the bridge checks it, in any script',
    async (language, program) => {
      const file = join(directory, program.file);
      await writeFile(file, program.code(codeIn(language)));
      const env = { ...process.env, PYTHONIOENCODING: 'utf8', LC_ALL: 'C.UTF-8' };
      const { stdout } = await start(program.run, [file, url, secret, json], { env });
      expect(stdout.trim()).toBe('202');
      const { headers, body } = heard.at(-1) ?? { headers: {}, body: '' };
      expect(standardWebhookSignature([secret])(headers, body)).toBe(true);
      expect(JSON.parse(body)).toEqual(said);
      expect(headers['content-type']).toMatch(/^application\/json/);
    },
    30_000,
  );

  it('shows every request of the bridge as the document has it', () => {
    const shown = [...guide.matchAll(/```http\nPOST (\S+)\n[\s\S]*?\n\n([\s\S]*?)```/g)].map(
      ([, path, body = '']) => [path, JSON.parse(body)],
    );
    const examples = examplesOf(liveChatContract()).filter(({ request }) => request !== undefined);
    const exampleOf = (operation: string) =>
      examples.find(({ operationId }) => operationId === operation)?.request;
    expect(shown).toEqual([
      ['/api/livechat/start', exampleOf('startSession')],
      ['/api/livechat/send', exampleOf('sendMessage')],
      ['/api/livechat/end', exampleOf('endSession')],
    ]);
  });

  it('shows every body of a callback as the document has it', () => {
    const bodies = codeIn('json')
      .trim()
      .split('\n')
      .map((line) => callback.parse(callbackAsMeant(JSON.parse(line))));
    const examples = examplesOf(liveChatContract())
      .filter(({ operationId, request }) => operationId === 'postCallback' && request)
      .map(({ request }) => JSON.stringify(Object.entries(request as object).toSorted()));
    for (const body of bodies) expect(examples).toContain(JSON.stringify(Object.entries(body).toSorted()));
    expect(new Set(bodies.map(({ type }) => type)).size).toBe(7);
  });
});
