import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { json } from '../../http/client/odd-server.ts';
import { openedFor, type ScriptedInstance, scriptedInstance, secret } from './scripted-instance.ts';

let instance: ScriptedInstance;
beforeEach(async () => {
  instance = await scriptedInstance();
});
afterEach(() => instance.stop());

const chat = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('hs_1') };
const words = { ...chat, messageId: 'm1', text: 'Grüße', sender: 'Anna', at: 0, kind: 'customer' } as const;
const sayWith = (changes: Readonly<Record<string, string>>) => {
  const opened = openedFor(instance.url, changes);
  return { ...opened, say: () => opened.liveChat.say(words, firstAttempt('k')) };
};

const oauth = () => ({
  LIVECHAT_SERVICENOW_AUTH: 'oauth',
  LIVECHAT_SERVICENOW_CLIENT_ID: 'app',
  LIVECHAT_SERVICENOW_CLIENT_SECRET: secret(),
});
const byMessage = (kind: string) => ({
  LIVECHAT_SERVICENOW_AUTH: 'none',
  LIVECHAT_SERVICENOW_MESSAGE_AUTH: kind,
  LIVECHAT_SERVICENOW_TOKEN: secret(),
});
const token = (value: string) => json(200, { access_token: value, expires_in: 1799 });

describe('A bridge is known to an instance', () => {
  it('by Basic', async () => {
    await sayWith({ LIVECHAT_SERVICENOW_USER: 'brücke', LIVECHAT_SERVICENOW_PASSWORD: 'pass:word 1' }).say();
    const expected = Buffer.from('brücke:pass:word 1').toString('base64');
    expect(instance.heard[0]?.headers.authorization).toBe(`Basic ${expected}`);
  });

  it('by a static token', async () => {
    const value = secret();
    await sayWith({ ...byMessage('static'), LIVECHAT_SERVICENOW_TOKEN: value }).say();
    expect(instance.heard[0]?.headers).toMatchObject({ token: value });
    expect(instance.heard[0]?.headers).not.toHaveProperty('authorization');
  });

  it('by an HMAC-SHA1 of the very bytes that are sent, which is compact JSON', async () => {
    const key = secret();
    await sayWith({ ...byMessage('hash'), LIVECHAT_SERVICENOW_TOKEN: key }).say();
    const { body = '', headers } = instance.heard[0] ?? {};
    expect(body).toBe(JSON.stringify(JSON.parse(body)));
    expect(headers?.['x-b2b-signature']).toBe(createHmac('sha1', key).update(body, 'utf8').digest('hex'));
    expect(headers).not.toHaveProperty('token');
  });

  it('by both at once, where account linking wants a token and the resource a user', async () => {
    const opened = sayWith({ ...byMessage('static'), LIVECHAT_SERVICENOW_AUTH: 'basic' });
    await opened.say();
    expect(instance.heard[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Basic /),
      token: expect.any(String),
    });
  });

  it('by a token of its own endpoint, one for many messages', async () => {
    const { say } = sayWith(oauth());
    instance.next(token('one'));
    await say();
    await say();
    expect(instance.heard.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/oauth_token.do', undefined],
      ['/api/sn_va_as_service/bot/integration', 'Bearer one'],
      ['/api/sn_va_as_service/bot/integration', 'Bearer one'],
    ]);
  });

  it('by a token of another endpoint, where operators say so', async () => {
    const other = await scriptedInstance();
    other.next(token('one'));
    await sayWith({ ...oauth(), LIVECHAT_SERVICENOW_TOKEN_URL: `${other.url}/token` }).say();
    expect(other.heard.map(({ url }) => url)).toEqual(['/token']);
    await other.stop();
  });

  it('by the next token when the instance refuses one, and nothing of either is logged', async () => {
    const credentials = oauth();
    const { say, logged } = sayWith(credentials);
    instance.next(token('first-TOKEN'), json(401, { status: 'failure' }), token('second-TOKEN'));
    expect(await say()).toEqual({ outcome: 'delivered' });
    expect(instance.heard.at(-1)?.headers.authorization).toBe('Bearer second-TOKEN');
    expect(logged()).toContain('token-refused');
    expect(logged()).not.toMatch(/TOKEN/);
    expect(logged()).not.toContain(credentials.LIVECHAT_SERVICENOW_CLIENT_SECRET);
  });

  it('by nothing when there is no token: nothing is sent, and operators are told why', async () => {
    const { say, logged } = sayWith(oauth());
    instance.next(json(401, { error: 'invalid_client' }));
    expect(await say()).toEqual({ outcome: 'not-delivered', cause: 'no-token' });
    expect(instance.heard).toHaveLength(1);
    expect(logged()).toContain('"reason":"invalid_client"');
  });
});

describe('The check of an instance', () => {
  const resource = (points: Awaited<ReturnType<ReturnType<typeof openedFor>['check']>>) =>
    points.find(({ tried }) => tried.includes('Virtual Agent API'));

  it.each([
    [405, 'basic', 'fine'],
    [405, 'static', 'unknown'],
    [401, 'basic', 'wrong'],
    [403, 'basic', 'wrong'],
    [400, 'basic', 'wrong'],
    [404, 'static', 'wrong'],
    [200, 'basic', 'unknown'],
    [503, 'basic', 'unknown'],
  ])('asks by GET, and %d with %s is %s', async (status, kind, result) => {
    const changes = kind === 'basic' ? {} : byMessage(kind);
    instance.next(json(status, {}));
    const points = await openedFor(instance.url, changes).check();
    expect(resource(points)).toMatchObject({ result, came: `status ${status}` });
    expect(points.at(-1)).toMatchObject({
      result: 'unknown',
      advice: expect.stringContaining('https://bridge.contoso.com/api/livechat/servicenow'),
    });
  });

  it('sends no request that could open anything', async () => {
    const methods: string[] = [];
    instance.next((response) => {
      methods.push(response.req.method ?? '');
      response.writeHead(405).end();
    });
    await openedFor(instance.url).check();
    expect(methods).toEqual(['GET']);
  });

  it('says what is wrong with the token, and with a host that is not there', async () => {
    instance.next(json(401, { error: 'invalid_client' }));
    const [first, second] = await openedFor(instance.url, oauth()).check();
    expect(first).toMatchObject({ result: 'wrong', came: expect.stringContaining('invalid_client') });
    expect(second).toMatchObject({ result: 'wrong' });
    await instance.stop();
    expect(resource(await openedFor(instance.url).check())).toMatchObject({
      result: 'wrong',
      came: expect.stringContaining('no answer'),
    });
  });
});
