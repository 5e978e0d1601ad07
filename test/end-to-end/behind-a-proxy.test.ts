import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCredentials } from '../../simulators/bridge-environment.ts';
import { childEnvironment } from '../../simulators/child-environment.ts';
import { createEntra, type Entra } from '../../simulators/entra/entra.ts';
import { freePort } from '../../simulators/free-port.ts';
import { postCallback } from '../../simulators/live-chat/callbacks/post-callback.ts';
import { privateAuthority } from '../tls/certificates.ts';
import { type ConnectProxy, startConnectProxy } from '../tls/connect-proxy.ts';

const hosts = ['login.test', 'livechat.test', 'smba.test', 'otel.test'];
const proxyPassword = 'p@ss/w:rd';
const { tenantId, skillApp, copilotApp, webhookSecret, apiKey } = newCredentials();
const authority = privateAuthority();
const heard: { readonly host: string; readonly path: string; readonly authorization?: string | undefined }[] =
  [];
let directory: string;
let entra: Entra;
let parties: ReturnType<typeof serve>;
let proxy: ConnectProxy;
let bridge: ChildProcess;
let url: string;
let output = '';

/** Everybody whom the bridge calls, on one port that no name leads to but through the proxy. */
async function startParties(): Promise<number> {
  entra = await createEntra({
    authority: 'https://login.test',
    tenantId,
    apps: [skillApp, copilotApp],
    skillClientId: skillApp.clientId,
    copilotClientId: copilotApp.clientId,
  });
  const app = new Hono().all('*', (c) => {
    const { host, pathname } = new URL(c.req.url);
    heard.push({ host, path: pathname, authorization: c.req.header('authorization') });
    if (host === 'login.test') return entra.app.fetch(c.req.raw);
    if (host === 'livechat.test') return c.json({ sessionId: 'chat-1', status: 'active' }, 201);
    return host === 'smba.test' ? c.json({ id: '1' }, 201) : c.body(null, 200);
  });
  return new Promise((done) => {
    const serverOptions = authority.certify(...hosts);
    const options = { fetch: app.fetch, hostname: '127.0.0.1', port: 0, createServer, serverOptions };
    parties = serve(options, ({ port }) => done(port));
  });
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'handoff-proxy-'));
  writeFileSync(join(directory, 'ca.pem'), authority.ca);
  proxy = await startConnectProxy({ leadsTo: await startParties() });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const app = (connection: string, { clientId, clientSecret }: typeof skillApp) => ({
    [`Connections__${connection}__Settings__TenantId`]: tenantId,
    [`Connections__${connection}__Settings__ClientId`]: clientId,
    [`Connections__${connection}__Settings__ClientSecret`]: clientSecret,
    [`Connections__${connection}__Settings__AuthorityEndpoint`]: 'https://login.test',
  });
  const environment = {
    PORT: String(port),
    HANDOFF_HOST: '127.0.0.1',
    HANDOFF_PUBLIC_URL: 'https://bridge.test',
    HANDOFF_STORE: 'memory',
    HANDOFF_ALLOWED_SERVICE_HOSTS: 'smba.test,copilot.test',
    ...app('LiveChat', skillApp),
    ...app('CopilotStudioBot', copilotApp),
    LIVECHAT_BASE_URL: 'https://livechat.test',
    LIVECHAT_API_KEY: apiKey,
    LIVECHAT_WEBHOOK_SECRET: webhookSecret,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.test',
    https_proxy: `http://user:${encodeURIComponent(proxyPassword)}@127.0.0.1:${proxy.port}`,
    NODE_EXTRA_CA_CERTS: join(directory, 'ca.pem'),
  };
  // All of it by .env, which Node itself does not know when it reads its own setting.
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(directory, '.env'), lines.join('\n'));
  bridge = spawn(process.execPath, [resolve('src/main.ts')], { env: childEnvironment(), cwd: directory });
  for (const stream of [bridge.stdout, bridge.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
});
afterAll(async () => {
  bridge.kill('SIGKILL');
  await proxy.stop();
  await new Promise((done) => void parties.close(done));
  rmSync(directory, { recursive: true, force: true });
});

const isUp = () =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

const escalate = async () => {
  const authorization = `Bearer ${await entra.sign(entra.claims())}`;
  const activity = {
    type: 'event',
    name: 'startConversation',
    id: 'activity-1',
    channelId: 'msteams',
    serviceUrl: 'https://copilot.test/',
    deliveryMode: 'expectReplies',
    conversation: { id: 'a:1' },
    from: { id: '29:1', name: 'Anna' },
    recipient: { id: skillApp.clientId },
    relatesTo: { serviceUrl: 'https://smba.test/teams', bot: { id: '28:1' } },
    value: {},
  };
  const headers = { authorization, 'content-type': 'application/json' };
  return fetch(`${url}/api/messages`, { method: 'POST', headers, body: JSON.stringify(activity) });
};

describe('A bridge behind a proxy and a private certificate authority', () => {
  it('reaches Entra, the live chat, Teams and the collector through it, and tells its password to none of them', async () => {
    await expect.poll(isUp, { timeout: 15_000 }).toBe(true);
    const answer = await escalate();
    expect(answer.status, output).toBe(200);
    expect(await answer.text()).toContain('"LiveChatConversationId":"chat-1"');
    const message = { sessionId: 'chat-1', messageId: 'm1', message: 'Hello', sender: 'Dana' };
    const callback = { ...message, timestamp: new Date().toISOString() };
    const signed = await postCallback(`${url}/api/messages/proactive`, callback, { secret: webhookSecret });
    expect(signed.status).toBe(202);
    const inTeams = () => heard.find(({ host }) => host === 'smba.test');
    await expect.poll(inTeams, { timeout: 5_000 }).toMatchObject({
      path: '/teams/v3/conversations/a%3A1/activities',
    });
    expect(await entra.verified(inTeams()?.authorization, 'https://api.botframework.com')).toBeDefined();
    const ended = new Promise((done) => bridge.once('exit', done));
    bridge.kill('SIGTERM');
    expect(await ended).toBe(0);
    const authorization = `Basic ${Buffer.from(`user:${proxyPassword}`).toString('base64')}`;
    expect(new Set(proxy.asked.map(({ authority }) => authority))).toEqual(
      new Set(hosts.map((host) => `${host}:443`)),
    );
    for (const asked of proxy.asked) expect(asked.authorization).toBe(authorization);
    expect(heard.map(({ path }) => path)).toContain('/v1/traces');
    for (const secret of [proxyPassword, encodeURIComponent(proxyPassword), authorization]) {
      expect(output).not.toContain(secret);
    }
  });
});
