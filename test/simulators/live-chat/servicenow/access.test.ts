import { describe, expect, it } from 'vitest';
import {
  clientId,
  newToken,
  signatureOf,
  tokenPath,
} from '../../../../simulators/live-chat/servicenow/instance/access.ts';
import { endpoint } from '../../../../simulators/live-chat/servicenow/wire/wire.ts';
import { agentOnly, basicAuth, instanceOfEachTest, PASSWORD, words } from './instance.ts';

const instance = instanceOfEachTest();
const start = {
  requestId: 'r1',
  clientSessionId: 'hs_1',
  userId: 'anna',
  action: 'AGENT',
  ...words('Help'),
  contextVariables: agentOnly,
};
const SUCCESS = { status: 200, body: { status: 'success' } };
const failure = (status: number) => ({
  status,
  body: { status: 'failure', error: { message: expect.any(String), detail: expect.any(String) } },
});
const chats = () => instance.liveChat.chats.length;

describe('An instance of ServiceNow', () => {
  it.each([
    ['a password', basicAuth()],
    ['a static token', { token: PASSWORD }],
    ['a signature', { 'x-b2b-signature': signatureOf(start, PASSWORD) }],
    ['a token of its own', { authorization: `Bearer ${newToken(PASSWORD, Date.now() + 60_000)}` }],
  ])('lets in who has %s', async (_, headers) => {
    expect(await instance.post(start, headers)).toEqual(SUCCESS);
    expect(chats()).toBe(1);
  });

  it.each([
    ['another password', basicAuth('wrong')],
    ['nothing', {}],
    ['a token that has expired', { authorization: `Bearer ${newToken(PASSWORD, Date.now() - 1)}` }],
    ['a token of another', { authorization: `Bearer ${newToken('other', Date.now() + 60_000)}` }],
  ])('answers 401 to who has %s', async (_, headers) => {
    expect(await instance.post(start, headers)).toEqual(failure(401));
    expect(chats()).toBe(0);
  });

  it.each([
    ['a static token', { token: 'wrong' }],
    ['a signature', { 'x-b2b-signature': signatureOf(start, 'wrong') }],
    ['a token beside a good password', { ...basicAuth(), token: 'wrong' }],
  ])('answers 200 to %s that is wrong, and does nothing', async (_, headers) => {
    expect(await instance.post(start, headers)).toEqual(SUCCESS);
    expect([chats(), instance.heard()]).toEqual([0, []]);
  });

  it('answers 200 to a caller who lacks the role, and does nothing', async () => {
    instance.liveChat.behave({ choices: { lacksRights: true } });
    expect(await instance.post(start)).toEqual(SUCCESS);
    expect([chats(), instance.heard()]).toEqual([0, []]);
  });

  it('answers 200 to a request that lacks something, and does nothing', async () => {
    expect(await instance.post({ ...start, userId: undefined })).toEqual(SUCCESS);
    expect(await instance.post({ action: 'ATTEND' })).toEqual(SUCCESS);
    expect(await instance.post({})).toEqual(SUCCESS);
    expect([chats(), instance.heard()]).toEqual([0, []]);
  });

  it.each([
    ['POST', '{"requestId":', 400],
    ['POST', '[]', 400],
    ['PUT', '{}', 405],
    ['GET', undefined, 405],
  ])('answers %s with %j by %i', async (method, body, status) => {
    const init = { method, headers: basicAuth(), ...(body !== undefined && { body }) };
    const response = await fetch(`${instance.liveChat.url}${endpoint}`, init);
    expect({ status: response.status, body: await response.json() }).toEqual(failure(status));
  });

  it('does not check a token or a signature that no worker sees', async () => {
    const headers = { token: 'wrong', 'x-b2b-signature': 'wrong' };
    const response = await fetch(`${instance.liveChat.url}${endpoint}`, { headers });
    expect(response.status).toBe(405);
  });

  it('takes so many calls an hour, and says when the next hour begins', async () => {
    instance.liveChat.behave({ choices: { requestsAnHour: 2 } });
    const typing = () =>
      fetch(`${instance.liveChat.url}${endpoint}`, {
        method: 'POST',
        headers: basicAuth(),
        body: JSON.stringify({ requestId: 'r', userId: 'anna', action: 'TYPING' }),
      });
    expect([(await typing()).status, (await typing()).status]).toEqual([200, 200]);
    const { status, headers } = await typing();
    const secondsLeft = Number(headers.get('retry-after'));
    const resetAt = Number(headers.get('x-ratelimit-reset'));
    expect([status, headers.get('x-ratelimit-limit')]).toEqual([429, '2']);
    expect(headers.get('x-ratelimit-rule')).toMatch(/^[0-9a-f]{32}$/);
    expect(resetAt % 3_600).toBe(0);
    expect(Math.abs(resetAt - Date.now() / 1_000 - secondsLeft)).toBeLessThan(2);
  });
});

describe("An instance's token endpoint", () => {
  const ask = async (form: Readonly<Record<string, string>>, headers = {}) => {
    const url = `${instance.liveChat.url}${tokenPath}`;
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
    const body: Readonly<Record<string, unknown>> = JSON.parse(await response.text());
    return { status: response.status, body };
  };
  const grant = { grant_type: 'client_credentials' };

  it.each([
    ['in the form', { client_id: clientId, client_secret: PASSWORD }, {}],
    ['as Basic', {}, { authorization: `Basic ${Buffer.from(`${clientId}:${PASSWORD}`).toString('base64')}` }],
  ])('gives a token for the secret %s, which opens the API', async (_, form, headers) => {
    const { status, body } = await ask({ ...grant, ...form }, headers);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 1_799 });
    expect(await instance.post(start, { authorization: `Bearer ${body.access_token}` })).toEqual(SUCCESS);
    expect(chats()).toBe(1);
  });

  it('gives none for another secret or another grant', async () => {
    const wrong = await ask({ ...grant, client_id: clientId, client_secret: 'wrong' });
    expect(wrong).toEqual({
      status: 401,
      body: { error: 'server_error', error_description: 'access_denied' },
    });
    const other = await ask({ grant_type: 'password', client_id: clientId, client_secret: PASSWORD });
    expect(other.status).toBe(401);
  });
});
