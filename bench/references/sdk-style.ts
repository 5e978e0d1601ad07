import { Activity, type ConversationReference } from '@microsoft/agents-activity';
import {
  type AuthConfiguration,
  type AuthProvider,
  authorizeJWT,
  CloudAdapter,
  ConnectionManager,
  type Request as SdkRequest,
  type TurnContext,
} from '@microsoft/agents-hosting';
import express, { type Request, type Response } from 'express';
import { type ReferenceCallback, referenceSettings } from './reference-environment.ts';

/*
 * The same job as the Agents SDK's own samples do it: Express, the SDK's token check and turn, state in memory, global
 * fetch, the live chat called within the turn, Teams through the SDK's own client. It checks no signature and keeps nothing.
 */

const settings = referenceSettings();
const connection: AuthConfiguration = {
  clientId: settings.clientId,
  tenantId: settings.tenantId,
  authority: settings.authority,
  authorityEndpoint: settings.authority,
  issuers: [`${settings.authority}/${settings.tenantId}/v2.0`],
};
const auth: AuthConfiguration = {
  ...connection,
  connections: new Map([['serviceConnection', connection]]),
  connectionsMap: [{ serviceUrl: '*', connection: 'serviceConnection' }],
};

/** Tokens are fixed: asking for them is not what is measured, and MSAL refuses an authority without https. */
const provider: AuthProvider = {
  connectionSettings: connection,
  getAccessToken: async () => 'token',
  getAgenticApplicationToken: async () => 'token',
  getAgenticInstanceToken: async () => 'token',
  getAgenticUserToken: async () => 'token',
  acquireTokenOnBehalfOf: async () => 'token',
};
const adapter = new CloudAdapter(auth);
adapter.connectionManager = new ConnectionManager(() => provider, undefined, undefined, auth);

const conversations = new Map<string, string>();
const references = new Map<string, ConversationReference>();

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${settings.liveChatUrl}/api/livechat/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

async function turn(context: TurnContext): Promise<void> {
  const { activity } = context;
  const conversationId = activity.conversation?.id ?? '';
  if (activity.type === 'event') {
    const { sessionId } = await post('start', { conversationId });
    conversations.set(conversationId, String(sessionId));
    const reference = { ...activity.getConversationReference(), serviceUrl: settings.teamsServiceUrl };
    references.set(String(sessionId), reference);
    const value = { LiveChatConversationId: sessionId, HandoffStatus: 'active' };
    await context.sendActivity(Activity.fromObject({ type: 'endOfConversation', value }));
    return;
  }
  if (activity.type === 'message') {
    await post('send', { sessionId: conversations.get(conversationId), message: activity.text });
  }
}

const app = express();
app.get('/healthz', (_request, response) => void response.sendStatus(200));
app.use(express.json());
app.post('/api/messages/proactive', async (request: Request, response: Response) => {
  const { sessionId, message, sender }: ReferenceCallback = request.body;
  const reference = references.get(sessionId);
  if (reference === undefined) return void response.sendStatus(404);
  await adapter.continueConversation(settings.clientId, reference, async (context) => {
    await context.sendActivity(`**${sender}**: ${message}`);
  });
  response.status(200).json({ status: 'accepted' });
});
app.use(authorizeJWT(auth));
app.post('/api/messages', (request: Request, response: Response) => {
  void adapter.process(request as unknown as SdkRequest, response, turn);
});
app.listen(settings.port, '127.0.0.1');
