import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../../simulators/http/listen.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const commit = 'c0ffee5';

interface Published {
  readonly pacticipantName: string;
  readonly pacticipantVersionNumber: string;
  readonly branch: string;
  readonly contracts: readonly { readonly providerName: string; readonly content: string }[];
}

describe('publishing to a broker', () => {
  let published: Published[] = [];
  let summary: unknown;
  let asked: URLSearchParams | undefined;
  let broker: Listening;

  beforeEach(async () => {
    published = [];
    const app = new Hono();
    app.use(async (c, next) => {
      if (c.req.header('authorization') !== 'Bearer broker-token') return c.json({ error: 'who?' }, 401);
      return next();
    });
    app.post('/contracts/publish', async (c) => {
      published.push(await c.req.json());
      return c.json({});
    });
    app.get('/matrix', (c) => {
      asked = new URL(c.req.url).searchParams;
      return c.json({ summary, matrix: [] });
    });
    broker = await listen(app);
  });
  afterEach(() => broker.stop());

  const script = (name: string, args: readonly string[] = [], token = 'broker-token') => {
    const { promise, resolve } = Promise.withResolvers<{ readonly code: number; readonly text: string }>();
    const own = { PACT_BROKER_BASE_URL: `${broker.url}/`, PACT_BROKER_TOKEN: token };
    const env = { ...process.env, ...own, GIT_COMMIT: commit, GIT_BRANCH: 'main' };
    execFile(process.execPath, [`${root}scripts/${name}`, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr });
    });
    return promise;
  };

  test('sends every pact under its consumer, with commit and branch', async () => {
    expect(await script('publish-pacts.ts')).toMatchObject({ code: 0 });
    const bridge = published.find(({ pacticipantName }) => pacticipantName === 'handoff-bridge');
    expect(bridge).toMatchObject({ pacticipantVersionNumber: commit, branch: 'main' });
    const contract = bridge?.contracts.find(({ providerName }) => providerName === 'live-chat');
    const content = Buffer.from(contract?.content ?? '', 'base64').toString();
    expect(JSON.parse(content)).toMatchObject({ provider: { name: 'live-chat' } });
  });

  test('fails when the broker refuses, and keeps the token to itself', async () => {
    const outcome = await script('publish-pacts.ts', [], 'a-wrong-token');
    expect(outcome).toMatchObject({ code: 1, text: expect.stringContaining('The broker answered 401') });
    expect(outcome.text).not.toContain('a-wrong-token');
  });

  test('asks whether this commit may be deployed', async () => {
    summary = { deployable: true, reason: 'All required verifications succeeded.' };
    const outcome = await script('can-i-deploy.ts', ['--environment', 'staging']);
    expect(outcome).toMatchObject({ code: 0, text: expect.stringContaining('may go to staging') });
    expect(Object.fromEntries(asked ?? [])).toEqual({
      'q[][pacticipant]': 'handoff-bridge',
      'q[][version]': commit,
      latestby: 'cvp',
      environment: 'staging',
    });
  });

  test.each([false, null])('fails when deployable is %s', async (deployable) => {
    summary = { deployable, reason: 'There is no verified pact.' };
    const outcome = await script('can-i-deploy.ts');
    expect(outcome).toMatchObject({ code: 1, text: expect.stringContaining('There is no verified pact.') });
  });
});
