import client from 'sunshine-conversations-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { appId, keyId, workspace } from '../../../simulators/live-chat/zendesk/account.ts';
import { apiKey, simulatedZendesk } from '../../adapters/live-chat/zendesk/world.ts';

/* Zendesk's own client drives the simulated account: what it cannot read would be no Zendesk. */

const world = simulatedZendesk();

beforeAll(() => {
  const { instance } = client.ApiClient;
  instance.basePath = world.simulator.url;
  Object.assign(instance.authentications.basicAuth, { username: keyId, password: apiKey });
});

const users = new client.UsersApi();
const conversations = new client.ConversationsApi();
const messages = new client.MessagesApi();
const switchboards = new client.SwitchboardsApi();
const switchboardIntegrations = new client.SwitchboardIntegrationsApi();
const actions = new client.SwitchboardActionsApi();

async function conversation(externalId: string): Promise<string> {
  await users.createUser(appId, { externalId, profile: { givenName: 'Anna' } });
  const participants = [{ userExternalId: externalId, subscribeSDKClient: false }];
  const made = await conversations.createConversation(appId, {
    type: 'personal',
    participants,
    metadata: { oursId: externalId },
  });
  return Object(made.conversation).id;
}

const said = (externalId: string, text: string) => ({
  author: { type: 'user', userExternalId: externalId },
  content: { type: 'text', text },
  metadata: { oursId: text },
});

describe("Zendesk's own client", () => {
  it('makes a user once, and finds it again', async () => {
    const made = await users.createUser(appId, { externalId: 'hs_client-1' });
    expect(made.user).toMatchObject({ externalId: 'hs_client-1', id: expect.any(String) });
    await expect(users.createUser(appId, { externalId: 'hs_client-1' })).rejects.toMatchObject({
      status: 409,
      body: { errors: [{ code: 'conflict' }] },
    });
    const { user } = await users.getUser(appId, 'hs_client-1');
    expect(Object(user).id).toBe(Object(made.user).id);
  });

  it('makes a conversation, and finds it by its user and by its id', async () => {
    const id = await conversation('hs_client-2');
    const listed = await conversations.listConversations(appId, { userExternalId: 'hs_client-2' }, {});
    expect(listed.conversations).toMatchObject([{ id, metadata: { oursId: 'hs_client-2' } }]);
    const found = await conversations.getConversation(appId, id);
    expect(found.conversation).toMatchObject({ id, type: 'personal' });
  });

  it('says something, and reads what was said', async () => {
    const id = await conversation('hs_client-3');
    const posted = await messages.postMessage(appId, id, said('hs_client-3', 'Hello'));
    expect(posted.messages).toMatchObject([{ content: { text: 'Hello' }, metadata: { oursId: 'Hello' } }]);
    const listed = await messages.listMessages(appId, id, {});
    expect(listed.messages).toMatchObject([{ content: { text: 'Hello' }, author: { type: 'user' } }]);
  });

  it('passes control to the agents, who read it then, and gives it back', async () => {
    const id = await conversation('hs_client-4');
    await messages.postMessage(appId, id, said('hs_client-4', 'Hello'));
    expect(world.simulator.chats.some((chat) => chat.id === id)).toBe(false);
    const [board] = Object((await switchboards.listSwitchboards(appId)).switchboards);
    const listed = await switchboardIntegrations.listSwitchboardIntegrations(appId, board.id);
    expect(listed.switchboardIntegrations).toContainEqual(expect.objectContaining({ id: workspace.id }));
    const metadata = { oursId: 'hs_client-4' };
    await actions.passControl(appId, id, { switchboardIntegration: workspace.id, metadata });
    const chat = await world.simulator.chat((each) => each.id === id);
    expect(chat.messages.map(({ text }) => text)).toEqual(['Hello']);
    await actions.releaseControl(appId, id, { releaseControlBody: { metadata } });
    expect(chat.status).toBe('ended');
  });

  it('is refused with another key, and for what is not there', async () => {
    await expect(conversations.getConversation(appId, '5e552ef595e5206375bb835d')).rejects.toMatchObject({
      status: 404,
    });
    const { basicAuth } = client.ApiClient.instance.authentications;
    basicAuth.password = 'another';
    await expect(new client.AppsApi().getApp(appId)).rejects.toMatchObject({ status: 401 });
    basicAuth.password = apiKey;
    const { app } = await new client.AppsApi().getApp(appId);
    expect(app).toMatchObject({ id: appId });
  });
});
