import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../../simulators/free-port.ts';
import { listen } from '../../../simulators/http/listen.ts';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { brokenLiveChat } from './broken-live-chat.ts';
import {
  bearer,
  hooksOf,
  linesAbout,
  referenceLiveChat,
  run,
  runAgainst,
  secrets,
  webhookSecret,
} from './running.ts';
import { stoppedAfterEach } from './stopped-after-each.ts';

const main = fileURLToPath(new URL('../../../simulators/verify-live-chat/main.ts', import.meta.url));

const { stopped, stopLater } = stoppedAfterEach();

/** As a vendor starts it. */
function command(args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly code: number; readonly text: string }>();
  const env = { ...process.env, ...secrets };
  execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) => {
    const code = error === null ? 0 : Number(error.code);
    resolve({ code, text: stdout + stderr });
  });
  return promise;
}

describe('the command', () => {
  test('finds nothing wrong with the reference simulator, leaves nothing out, and writes both reports', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const out = await mkdtemp(join(tmpdir(), 'verified-'));
    stopLater(() => rm(out, { recursive: true }));
    const startedAt = Date.now();
    const outcome = await command(['--url', liveChat.url, '--out', out, ...hooksOf(liveChat.url)]);
    expect(outcome.text).toMatch(/The contract is kept\. 59 passed, 0 failed, 0 not run/);
    expect(outcome.code).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(30_000);
    const html = await readFile(join(out, 'report.html'), 'utf8');
    const junit = await readFile(join(out, 'report.junit.xml'), 'utf8');
    expect(html).toContain('The live chat keeps the contract.');
    expect(html).not.toMatch(/<(script|link|img)|url\(/);
    expect(junit).toContain('tests="59" failures="0" errors="0" skipped="0"');
    for (const each of [html, junit, outcome.text]) {
      expect(each).not.toContain(bearer);
      expect(each).not.toContain(webhookSecret);
    }
    expect(html).toContain('authorization: Bearer ••••••');
  });

  test('finds nothing wrong with the sample simulator', async () => {
    const port = await freePort();
    const liveChat = await stopped(
      startLiveChat({
        kind: 'contoso-sample',
        testHook: true,
        callbackUrl: `http://127.0.0.1:${port}/api/livechat/messages`,
      }),
    );
    const kind = ['--kind', 'contoso-sample', '--callback-port', String(port)];
    const outcome = await run(['--url', liveChat.url, ...kind, ...hooksOf(liveChat.url)], {});
    expect(outcome.text).toMatch(/The contract is kept\. 11 passed, 0 failed, 0 not run/);
    expect(outcome.code).toBe(0);
  });

  test('says what was not run and how to run it when it has nothing but the address', async () => {
    const liveChat = await stopped(startLiveChat({ kind: 'reference' }));
    const outcome = await run(['--url', liveChat.url, '--remember', '500'], {});
    expect(linesAbout(outcome, 'a start that is refused as closed')).toMatch(/not run[\s\S]*--state-hook/);
    expect(linesAbout(outcome, 'a start with a wrong bearer')).toMatch(/not run[\s\S]*no credentials/);
    expect(linesAbout(outcome, 'the callbacks of the live chat')).toMatch(/not run[\s\S]*--callback-url/);
    expect(outcome.text).toContain('What was checked is as agreed.');
    expect(outcome.text).toContain('Not checked: the callbacks of the live chat');
    expect(outcome.text).not.toContain('is kept');
    expect(outcome.code).toBe(0);
  });

  test('gets itself a token by client credentials, and shows it nowhere', async () => {
    const token = 'a-token-of-the-authority';
    const authority = await listen(
      new Hono().post('/token', async (c) => {
        const { client_id: id, client_secret: secret, scope } = await c.req.parseBody();
        const isRight = id === 'bridge' && secret === 'hush-hush' && scope === 'live-chat';
        return isRight ? c.json({ access_token: token }) : c.json({ error: 'invalid_client' }, 401);
      }),
    );
    stopLater(authority.stop);
    const verifyToken = async (given: string) => given === token;
    const liveChat = await stopped(startLiveChat({ kind: 'reference', verifyToken }));
    const oauth = ['--oauth-token-url', `${authority.url}/token`, '--oauth-client-id', 'bridge'];
    const args = ['--url', liveChat.url, ...oauth, '--oauth-scope', 'live-chat', '--only', 'a start with'];
    const outcome = await run(args, { VERIFY_OAUTH_CLIENT_SECRET: 'hush-hush' });
    expect(outcome).toMatchObject({ code: 0, text: expect.stringContaining('3 passed, 0 failed') });
    const refused = await run(args, { VERIFY_OAUTH_CLIENT_SECRET: 'wrong' });
    expect(refused).toMatchObject({
      code: 2,
      text: expect.stringContaining('answered 401 and no access_token (invalid_client)'),
    });
  });

  test('sends an API key and further headers', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const keyed = await brokenLiveChat(liveChat.url, {
      request({ headers, ...request }) {
        const isRight = headers['x-key'] === 'k-1' && headers['x-tenant'] === 'contoso';
        return { ...request, headers: { ...headers, authorization: `Bearer ${isRight ? bearer : 'wrong'}` } };
      },
    });
    stopLater(async () => keyed.stop());
    const args = ['--url', keyed.url, '--header', 'X-Tenant: contoso', '--only', 'a start with'];
    const outcome = await run([...args, '--api-key-header', 'X-Key'], { VERIFY_API_KEY: 'k-1' });
    expect(outcome).toMatchObject({ code: 0, text: expect.stringContaining('3 passed, 0 failed') });
  });
});

describe('callbacks by hand', () => {
  test('are asked of the person at the desk', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const desk = new PassThrough();
    const by = { input: desk, onPrompt: async () => void (await liveChat.chat()).says('Hello') };
    const outcome = await run(['--url', liveChat.url, '--by-hand', '--only', 'type message'], secrets, by);
    expect(outcome.text).toContain('write a message to the customer.   Enter skips this.');
    expect(outcome).toMatchObject({
      code: 0,
      text: expect.stringContaining('1 passed, 0 failed, 0 not run'),
    });
  });

  test('need not have every letter as it was asked for', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const by = {
      input: new PassThrough(),
      onPrompt: async () => void (await liveChat.chat()).says('Ref 4711: Gruesse'),
    };
    const outcome = await run(
      ['--url', liveChat.url, '--by-hand', '--only', 'as they were written'],
      secrets,
      by,
    );
    expect(outcome.text).toContain('Ref 4711: Grüße, "quoted", 5 €');
    expect(linesAbout(outcome, 'as they were written')).toMatch(/not run[\s\S]*other words/);
  });

  test('are left out when the person presses Enter', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const desk = new PassThrough();
    const by = { input: desk, onPrompt: async () => void desk.write('\n') };
    const outcome = await run(['--url', liveChat.url, '--by-hand', '--only', 'type typing'], secrets, by);
    expect(linesAbout(outcome, 'type typing')).toMatch(/not run[\s\S]*it was skipped by hand/);
    expect(outcome).toMatchObject({ code: 2, text: expect.stringContaining('Nothing was checked.') });
  });
});

describe('what cannot be checked ends with 2:', () => {
  test.each([
    ['that are wrong', { VERIFY_BEARER: 'wrong' }, 'refuses the credentials that were given'],
    ['that were not given', {}, 'asks for credentials, and none were given'],
  ])('credentials %s, in one sentence', async (_, env, says) => {
    const liveChat = await stopped(referenceLiveChat());
    const outcome = await run(['--url', liveChat.url], env);
    expect(outcome.code).toBe(2);
    expect(outcome.text).toContain(`/api/livechat/start answered 401: the live chat ${says}.`);
    expect(outcome.text).not.toContain('FAILED');
  });

  test('bad arguments, all of them at once', async () => {
    const outcome = await run(['--kind', 'genesys', '--timeout', 'soon']);
    expect(outcome.code).toBe(2);
    for (const option of ['--url is missing', '--kind has to be', '--timeout has to be']) {
      expect(outcome.text).toContain(option);
    }
  });

  test('there is no listener', async () => {
    const outcome = await run(['--url', `http://127.0.0.1:${await freePort()}`]);
    expect(outcome).toMatchObject({
      code: 2,
      text: expect.stringContaining('no answer there (ECONNREFUSED)'),
    });
  });

  test('https where http is spoken', async () => {
    const liveChat = await stopped(startLiveChat({ kind: 'reference' }));
    const outcome = await run(['--url', liveChat.url.replace('http:', 'https:')]);
    expect(outcome.code).toBe(2);
    expect(outcome.text).toContain('cannot be reached: the connection could not be made');
  });

  test('no token to be had', async () => {
    const liveChat = await stopped(startLiveChat({ kind: 'reference' }));
    const tokenUrl = `http://127.0.0.1:${await freePort()}/token`;
    const oauth = ['--oauth-token-url', tokenUrl, '--oauth-client-id', 'bridge'];
    const outcome = await run(['--url', liveChat.url, ...oauth], { VERIFY_OAUTH_CLIENT_SECRET: 'hush-hush' });
    expect(outcome).toMatchObject({ code: 2, text: expect.stringContaining('cannot be asked for a token') });
  });

  test('a file of authorities that is not there', async () => {
    const liveChat = await stopped(startLiveChat({ kind: 'reference' }));
    const outcome = await run(['--url', liveChat.url, '--ca', '/nowhere/ca.pem']);
    expect(outcome).toMatchObject({ code: 2, text: expect.stringContaining('/nowhere/ca.pem') });
  });
});

describe('what a live chat answers', () => {
  test('reaches the terminal as text alone', async () => {
    const hostile = '\u001b]0;owned\u0007\u009b31m\u202e';
    const { text } = await runAgainst({
      response: (response, { path }) =>
        path.endsWith('/start')
          ? {
              ...response,
              body: response.body.replace(/"status":"\w+"/, `"status":${JSON.stringify(hostile)}`),
            }
          : response,
    });
    expect(text).toContain('\\u009b31m\\u202e');
    for (const control of ['\u001b', '\u0007', '\u009b', '\u202e']) expect(text).not.toContain(control);
  });
});
