import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../../../simulators/live-chat/vendors.ts';

const api = '/iamessage/api/v2';
const ends = { bridgeUrl: 'http://127.0.0.1:9', apiKey: '', webhookSecret: '' };
const settings = simulatedVendor('salesforce').pairing(ends).environment('http://127.0.0.1:9');
const { LIVECHAT_SALESFORCE_DEPLOYMENT: esDeveloperName = '', LIVECHAT_SALESFORCE_ORG_ID: orgId = '' } =
  settings;

let salesforce: LiveChat;
beforeEach(async () => {
  salesforce = await startLiveChat({ kind: 'salesforce' });
});
afterEach(() => salesforce.stop());

async function call(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { token = '', body }: { token?: string; body?: object } = {},
) {
  const response = await fetch(`${salesforce.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** An identity token that this organization has not registered the key of. */
const foreignToken = (subject: string) =>
  new SignJWT({ iss: settings.LIVECHAT_SALESFORCE_ISSUER ?? '' })
    .setProtectedHeader({ alg: 'RS256', kid: settings.LIVECHAT_SALESFORCE_KEY_ID ?? '' })
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);

const tokenBody = (customerIdentityToken: string) => ({
  orgId,
  esDeveloperName,
  capabilitiesVersion: '1',
  platform: 'Web',
  context: { appName: 'test', clientVersion: '1' },
  authorizationType: 'JWT',
  customerIdentityToken,
});

/** The token of an end user, who is another one each time since no key vouches for them. */
async function guest(): Promise<string> {
  const body = tokenBody(await foreignToken('anna'));
  const answer = await call('POST', `${api}/authorization/authenticated/access-token`, { body });
  expect(answer.status).toBe(200);
  return answer.body.accessToken;
}

const conversation = (conversationId: string = randomUUID()) => ({ conversationId, esDeveloperName });
const words = (text: string) => ({
  message: {
    id: randomUUID(),
    messageType: 'StaticContentMessage',
    staticContent: { formatType: 'Text', text },
  },
  esDeveloperName,
  isNewMessagingSession: false,
});

describe('The simulated Salesforce', () => {
  it('answers a token that it does not believe with success, and an anonymous end user', async () => {
    const body = tokenBody(await foreignToken('anna'));
    const answer = await call('POST', `${api}/authorization/authenticated/access-token`, { body });
    expect(answer).toMatchObject({ status: 200, body: { lastEventId: '0' } });
    expect(answer.body.context.endUser.subject).toMatch(/^v2\/iamessage\/ANON\//);
    const wrong = { ...body, esDeveloperName: 'Another' };
    expect(
      (await call('POST', `${api}/authorization/authenticated/access-token`, { body: wrong })).status,
    ).toBe(400);
  });

  it('lets no one in without a token of its own', async () => {
    const token = await guest();
    const { conversationId } = conversation();
    for (const bad of [undefined, 'token', `${token.slice(0, -2)}xx`, token.split('.').slice(1).join('.')])
      expect((await call('GET', `${api}/conversation/${conversationId}`, { token: bad ?? '' })).status).toBe(
        401,
      );
    expect((await call('GET', `${api}/conversation/${conversationId}`, { token })).status).toBe(404);
  });

  it('wants conversations to have a UUID of version 4 in small letters', async () => {
    const token = await guest();
    const id = randomUUID();
    for (const bad of ['1', id.toUpperCase(), '6f1c7f6a-0a0e-1c59-9d5e-1f3f3c1f0b11'])
      expect((await call('POST', `${api}/conversation`, { token, body: conversation(bad) })).status).toBe(
        400,
      );
    expect((await call('POST', `${api}/conversation`, { token, body: conversation(id) })).status).toBe(201);
    expect((await call('POST', `${api}/conversation`, { token, body: conversation(id) })).status).toBe(409);
    expect(salesforce.chats).toHaveLength(1);
  });

  it('gives an end user what is theirs alone', async () => {
    const [anna, eve] = [await guest(), await guest()];
    const body = conversation();
    await call('POST', `${api}/conversation`, { token: anna, body });
    const its = `${api}/conversation/${body.conversationId}`;
    expect((await call('POST', `${its}/message`, { token: anna, body: words('mine') })).status).toBe(202);
    for (const [method, path] of [
      ['GET', its],
      ['GET', `${its}/entries?direction=FromStart`],
      ['POST', `${its}/message`],
      ['DELETE', `${its}/session?esDeveloperName=${esDeveloperName}`],
    ] as const)
      expect(
        (await call(method, path, { token: eve, ...(method === 'POST' && { body: words('hers') }) })).status,
      ).toBe(404);
    expect(salesforce.chats[0]?.messages.map(({ text }) => text)).toEqual(['mine']);
  });

  it('wants an organization and a place for a stream', async () => {
    const token = await guest();
    const sse = (headers: Readonly<Record<string, string>>) =>
      fetch(`${salesforce.url}/eventrouter/v1/sse`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
        signal: AbortSignal.timeout(2000),
      });
    expect((await sse({ 'last-event-id': '0' })).status).toBe(400);
    expect((await sse({ 'x-org-id': orgId })).status).toBe(400);
    const open = await sse({ 'x-org-id': orgId, 'last-event-id': '0' });
    expect([open.status, open.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    await open.body?.cancel();
  });

  it('lists at most 50 entries, the payload as an object, and no signs of typing', async () => {
    const token = await guest();
    const body = conversation();
    await call('POST', `${api}/conversation`, { token, body });
    const chat = await salesforce.chat();
    await chat.typing();
    for (let count = 0; count < 60; count++) await chat.says(`word ${count}`);
    const entries = `${api}/conversation/${body.conversationId}/entries`;
    const { body: page } = await call('GET', `${entries}?direction=FromStart&entryTypeFilter=Message`, {
      token,
    });
    expect(page.conversationEntries).toHaveLength(50);
    const last = page.conversationEntries.at(-1);
    expect(last.entryPayload.abstractMessage.staticContent.text).toBe('word 49');
    const from = `${entries}?direction=FromStart&startTimestamp=${last.transcriptedTimestamp + 1}`;
    const { body: rest } = await call('GET', from, { token });
    expect(rest.conversationEntries).toHaveLength(10);
    const { body: all } = await call('GET', `${entries}?direction=FromStart`, { token });
    expect(all.conversationEntries.map(({ entryType }: { entryType: string }) => entryType)).not.toContain(
      'TypingStartedIndicator',
    );
    expect((await call('GET', `${entries}?direction=FromStart&limit=51`, { token })).status).toBe(400);
  });

  it('takes an agent’s words without a bridge, and none after the customer has left', async () => {
    const token = await guest();
    const body = conversation();
    await call('POST', `${api}/conversation`, { token, body });
    const chat = await salesforce.chat();
    expect(await chat.says('Hello')).toMatchObject({ status: 202 });
    const session = `${api}/conversation/${body.conversationId}/session?esDeveloperName=${esDeveloperName}`;
    expect((await call('DELETE', session, { token })).status).toBe(204);
    expect((await call('DELETE', session, { token })).status).toBe(404);
    expect(await chat.says('Are you there?')).toMatchObject({ status: 410 });
    expect(chat.status).toBe('ended');
  });

  it('begins another session with words that come after the end', async () => {
    const token = await guest();
    const body = conversation();
    await call('POST', `${api}/conversation`, { token, body });
    const chat = await salesforce.chat();
    await chat.ends();
    await call('POST', `${api}/conversation/${body.conversationId}/message`, {
      token,
      body: words('too late'),
    });
    expect(chat.status).toBe('queued');
  });

  it('answers a start that it cannot serve, and tells then that no agent was found', async () => {
    const token = await guest();
    salesforce.refuse('no-agents');
    expect((await call('POST', `${api}/conversation`, { token, body: conversation() })).status).toBe(201);
    expect(salesforce.kept.map(({ body }) => body).join()).toContain('RoutingError');
    salesforce.refuse('unavailable');
    expect((await call('POST', `${api}/conversation`, { token, body: conversation() })).status).toBe(400);
  });

  it.each([
    { by: 'the customer alone', endsBefore: false },
    { by: 'an agent before', endsBefore: true },
  ])(
    'has as not taken in the record what was never read when the customer left, ended by $by',
    async ({ endsBefore }) => {
      const token = await guest();
      const body = conversation();
      await call('POST', `${api}/conversation`, { token, body });
      const chat = await salesforce.chat();
      for (const id of ['one', 'two', 'three']) await chat.says(id, { messageId: id });
      const its = `${api}/conversation/${body.conversationId}`;
      const acks = [{ id: randomUUID(), entryType: 'Delivery', conversationEntryId: 'two' }];
      await call('POST', `${its}/acknowledge-entries`, { token, body: { acks } });
      if (endsBefore) await chat.ends();
      await call('DELETE', `${its}/session?esDeveloperName=${esDeveloperName}`, { token });
      const said = salesforce.kept.flatMap((seen) => {
        const [told] = salesforce.reads.callback(seen);
        return told?.type === 'message' ? [[told.text, seen.peer?.status]] : [];
      });
      expect(said).toEqual([
        ['one', 202],
        ['two', 202],
        ['three', undefined],
      ]);
    },
  );
});
