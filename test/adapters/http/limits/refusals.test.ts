import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../../../simulators/entra/entra.ts';
import type { RefusalReason } from '../../../../src/adapters/http/limits/refusals.ts';
import type { LogFields } from '../../../../src/application/ports/log.ts';
import { type OperatedBridge, startOperatedBridge } from '../../admin/operator.ts';
import { skillCaller } from '../../callers/skill/skill-caller.ts';
import { callbackOf, openSession, postSigned } from '../../live-chat/callbacks.ts';
import { rawPost } from '../server/raw-request.ts';

type Line = Readonly<Record<string, unknown>>;

/** Reasons are told once in ten seconds, so each row has one of its own, on a bridge that has told none. */
let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge({ environment: { HANDOFF_RATE_PER_SESSION: '0.1' } });
});
afterAll(() => world.stop());

const linesOf = (event: string): readonly Line[] =>
  world.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === event);

const lineFor = (reason: string, route = '/api/messages'): Line | undefined =>
  linesOf('refused').find((line) => line.reason === reason && line.route === route);

const callWith = async (claims: Claims, options = {}) => {
  const { entra, copilotStudio } = world.microsoft;
  const token = await entra.sign(entra.claims(claims), options);
  return { token, ...(await copilotStudio.callSkill({ type: 'typing' }, { token })) };
};

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

describe('A request to the skill that is refused leaves a line that says why:', () => {
  const stranger = randomUUID();
  const rows: readonly [RefusalReason, number, Claims, () => LogFields, object?][] = [
    [
      'wrong-audience',
      401,
      { aud: stranger },
      () => ({ audience: stranger, expected: world.credentials.skillApp.clientId }),
    ],
    [
      'untrusted-issuer',
      401,
      { iss: `https://sts.windows.net/${stranger}/` },
      () => ({ issuer: `https://sts.windows.net/${stranger}/`, expected: world.microsoft.entra.issuer }),
    ],
    [
      'wrong-tenant',
      401,
      { tid: stranger },
      () => ({ tenant: stranger, expected: world.credentials.tenantId }),
    ],
    ['claim-missing', 401, { exp: undefined }, () => ({ claim: 'exp' })],
    ['expired', 401, { exp: secondsAgo(4000) }, () => ({ offSeconds: expect.closeTo(4000, -2) })],
    ['not-yet-valid', 401, { nbf: secondsAgo(-4000) }, () => ({ offSeconds: expect.closeTo(4000, -2) })],
    ['wrong-algorithm', 401, {}, () => ({ issuer: world.microsoft.entra.issuer }), { alg: 'PS256' }],
    [
      'unknown-key',
      401,
      {},
      () => ({ issuer: world.microsoft.entra.issuer }),
      { key: 'unknown', kid: randomUUID() },
    ],
    [
      'unknown-caller',
      403,
      { azp: stranger },
      () => ({ caller: stranger, expected: world.credentials.copilotApp.clientId }),
    ],
    [
      'wrong-service-url',
      403,
      { serviceurl: 'https://smba.example/x' },
      () => ({ host: new URL(world.microsoft.url).host, tokenFor: 'smba.example' }),
    ],
  ];

  it.each(rows)('%s', async (reason, status, claims, fields, options = {}) => {
    const { token, status: answered } = await callWith(claims, options);
    expect(answered).toBe(status);
    expect(lineFor(reason)).toMatchObject({ level: 40, route: '/api/messages', status, ...fields() });
    for (const part of token.split('.')) expect(world.logLines.join('')).not.toContain(part);
  });

  it('bad-signature', async () => {
    const { status } = await callWith({}, { key: 'unknown', kid: world.microsoft.entra.kid });
    expect(status).toBe(401);
    expect(lineFor('bad-signature')).toMatchObject({ status: 401 });
  });

  it('no token at all, two, and what is none', async () => {
    const post = (...headers: readonly string[]) =>
      rawPost(world.bridge.port, '/api/messages', { headers, body: '{}' });
    await post();
    await post('Authorization: Bearer a.b.c', 'Authorization: Bearer a.b.c');
    await post('Authorization: Basic SECRET');
    for (const reason of ['token-missing', 'token-repeated', 'token-malformed']) {
      expect(lineFor(reason)).toMatchObject({ status: 401 });
    }
    expect(world.logLines.join('')).not.toContain('SECRET');
  });

  it('a service URL that is not allowed, by its host alone', async () => {
    const serviceUrl = 'https://evil.example/SECRET?sig=SECRET';
    expect((await skillCaller(world).message('SECRET', { serviceUrl })).status).toBe(403);
    expect(lineFor('service-host-not-allowed')).toMatchObject({ status: 403, host: 'evil.example' });
    expect(world.logLines.join('')).not.toContain('SECRET');
  });

  it('an activity that is not one, and a body that is too large', async () => {
    expect((await skillCaller(world).send({ conversation: 7 })).status).toBe(400);
    expect((await skillCaller(world).message('x'.repeat(300_000))).status).toBe(413);
    expect(lineFor('invalid')).toMatchObject({ status: 400 });
    expect(lineFor('too-large')).toMatchObject({ status: 413 });
  });
});

describe('A callback that is refused leaves a line that says why:', () => {
  const route = '/api/messages/proactive';

  it('no signature, a wrong one, and one out of time', async () => {
    const body = callbackOf(randomUUID());
    const headers = { 'content-type': 'application/json' };
    await fetch(`${world.url}${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const secret = `whsec_${Buffer.from(randomUUID()).toString('base64')}`;
    expect((await postSigned(world, body, { secret })).status).toBe(401);
    const stale = { ...headers, 'webhook-id': 'x', 'webhook-signature': 'v1,x' };
    await fetch(`${world.url}${route}`, {
      method: 'POST',
      headers: { ...stale, 'webhook-timestamp': String(secondsAgo(4000)) },
      body: '{}',
    });
    expect(lineFor('not-signed', route)).toMatchObject({
      status: 401,
      missing: 'webhook-id webhook-timestamp webhook-signature',
    });
    expect(lineFor('bad-signature', route)).toMatchObject({ status: 401 });
    expect(lineFor('signature-out-of-time', route)).toMatchObject({ offSeconds: expect.closeTo(4000, -2) });
  });

  it('a live chat that is not known, and one that is over', async () => {
    const { copilot, chat } = await openSession(world);
    expect((await postSigned(world, callbackOf(randomUUID()))).status).toBe(404);
    await copilot.message('end handoff');
    await chat.isEnded();
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(410);
    expect(lineFor('unknown-live-chat', route)).toMatchObject({ status: 404 });
    expect(lineFor('live-chat-ended', route)).toMatchObject({ status: 410 });
  });

  it('too many of one session, told once', async () => {
    const { chat } = await openSession(world);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => postSigned(world, callbackOf(chat.id))),
    );
    const refused = answers.filter(({ status }) => status === 429).length;
    expect(refused).toBeGreaterThan(5);
    const lines = linesOf('refused').filter(({ reason }) => reason === 'too-many-requests');
    expect(lines).toEqual([expect.objectContaining({ route, status: 429, of: 'session' })]);
    const { text } = await world.ask('GET', '/metrics');
    expect(text).toContain(`handoff_refused_total{route="${route}",reason="too-many-requests"} ${refused}`);
  });
});

describe('GET /metrics', () => {
  it('counts what was refused by route and reason, operators without a token included', async () => {
    const count = async (reason: string, route = '/metrics') => {
      const { text } = await world.ask('GET', '/metrics');
      const line = text
        .split('\n')
        .find((each) => each.startsWith(`handoff_refused_total{route="${route}",reason="${reason}"}`));
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    for (const authorization of ['', 'Bearer wrong', 'Bearer wrong']) {
      expect((await world.ask('GET', '/metrics', { authorization })).status).toBe(401);
    }
    expect(await count('token-missing')).toBe(1);
    expect(await count('wrong-token')).toBe(2);
    const before = await count('wrong-tenant', '/api/messages');
    await callWith({ tid: randomUUID() });
    expect(await count('wrong-tenant', '/api/messages')).toBe(before + 1);
  });
});

describe('Keys and tokens that cannot be had', () => {
  it('leave a line with the host of the keys and the cause', async () => {
    const lonely = await startOperatedBridge();
    lonely.microsoft.entra.unavailable(true);
    const token = await lonely.microsoft.entra.sign(lonely.microsoft.entra.claims());
    const { status } = await lonely.microsoft.copilotStudio.callSkill({ type: 'typing' }, { token });
    expect(status).toBe(503);
    lonely.microsoft.entra.unavailable(false);
    await lonely.stop();
    const lines = lonely.logLines.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'refused',
        reason: 'keys-not-fetched',
        status: 503,
        host: new URL(lonely.microsoft.url).host,
        cause: 'status-503',
      }),
    );
  });

  it('leave a line with the code of Entra, one for many attempts', async () => {
    const secret = 'the wrong secret';
    const lonely = await startOperatedBridge({
      adjust: ({ copilotApp, ...config }) => ({
        ...config,
        ...(copilotApp && { copilotApp: { ...copilotApp, credential: { kind: 'secret', secret } } }),
      }),
    });
    const { chat } = await openSession(lonely);
    for (let n = 0; n < 3; n++) await postSigned(lonely, callbackOf(chat.id));
    const told = () =>
      lonely.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'no-token');
    await expect.poll(told).toHaveLength(1);
    await expect
      .poll(() => lonely.logLines.filter((line) => line.includes('"cause":"no-token"')).length)
      .toBeGreaterThan(1);
    expect(told()).toEqual([
      expect.objectContaining({
        level: 40,
        app: lonely.credentials.copilotApp.clientId,
        scope: 'https://api.botframework.com/.default',
        reason: 'AADSTS7000215',
      }),
    ]);
    expect(lonely.logLines.join('')).not.toContain(secret);
    await lonely.stop();
  });
});
