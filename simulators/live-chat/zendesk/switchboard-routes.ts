import type { Context, Hono } from 'hono';
import { asEnded } from '../chats/chat-record.ts';
import { endedText } from '../chats/ended-text.ts';
import type { RestEnv } from '../rest-env.ts';
import { type Integration, integrations, switchboardId, workspace } from './account.ts';
import { passControlBody, releaseControlBody } from './bodies.ts';
import { openedOnDesk } from './desk-chat.ts';
import { refuse } from './refusals.ts';
import { below, ofApp, ofConversation, type Server } from './routes.ts';
import { type Conversation, type Metadata, newId } from './store.ts';
import { batchOf, switchboardEvent, triggerPayload } from './webhooks.ts';

/** Who is in control of a conversation. */
export function switchboardRoutes(app: Hono<RestEnv>, server: Server): void {
  const { store } = server;
  const one = `${below}/conversations/:conversation`;
  app.post(`${one}/passControl`, ofApp(ofConversation(store, (c, found) => passControl(c, found, server))));
  app.post(
    `${one}/releaseControl`,
    ofApp(ofConversation(store, (c, found) => releaseControl(c, found, server))),
  );
  app.get(
    `${below}/switchboards`,
    ofApp((c) => c.json({ switchboards: [{ id: switchboardId, enabled: true }] })),
  );
  app.get(
    `${below}/switchboards/:board/switchboardIntegrations`,
    ofApp((c) => {
      const known = c.req.param('board') === switchboardId ? integrations.map(listed) : [];
      return c.json({ switchboardIntegrations: known });
    }),
  );
}

const listed = (integration: Integration) => ({
  ...integration,
  deliverStandbyEvents: true,
  nextSwitchboardIntegrationId: null,
  messageHistoryCount: null,
});

/** By id, by name, by type, in this order. */
const named = (by: string): Integration | undefined =>
  integrations.find(({ id }) => id === by) ??
  integrations.find(({ name }) => name === by) ??
  integrations.find(({ integrationType }) => integrationType === by);

/** Repeated, it changes nothing. Agents see a conversation from the first time on. */
async function passControl(c: Context<RestEnv>, found: Conversation, server: Server): Promise<Response> {
  const body = passControlBody.safeParse(c.get('body'));
  if (!body.success) return refuse(c, 400, 'bad_request');
  const { switchboardIntegration, metadata } = body.data;
  const integration = named(switchboardIntegration);
  if (integration === undefined) return refuse(c, 404, 'switchboard_integration_not_found');
  const changed = { ...found, active: integration.id };
  server.store.put(changed);
  if (integration === workspace && server.options.registry.find(found.id) === undefined)
    await show(changed, metadata, server);
  if (found.active !== integration.id)
    void server.options.tell(found.id, batchOf(switchboardEvent('passControl', changed, { metadata })));
  return c.json({});
}

async function show(
  conversation: Conversation,
  metadata: Metadata,
  { store, options }: Server,
): Promise<void> {
  const opened = openedOnDesk(conversation, store.user(conversation.userId), metadata);
  const { autoJoin, registry, tell, beforeAnswer } = options;
  registry.open(autoJoin ? { ...opened, status: 'active', agentName: 'Dana' } : opened);
  if (autoJoin) void tell(opened.id, triggerPayload(opened, { event: 'joined', id: newId(), agent: 'Dana' }));
  await beforeAnswer(opened.id);
}

/** No integration is in control any more. The ticket stays, and no word of this conversation comes to it. */
function releaseControl(c: Context<RestEnv>, found: Conversation, { store, options }: Server): Response {
  const body = releaseControlBody.safeParse(c.get('body') ?? {});
  if (!body.success) return refuse(c, 400, 'bad_request');
  const { metadata } = body.data;
  const { active: _, ...released } = found;
  store.put(released);
  const reason = String(metadata.reason ?? 'released');
  const at = new Date().toISOString();
  const entry = { kind: 'event', id: newId(), text: endedText(reason), at } as const;
  options.registry.change(found.id, (shown) => asEnded(shown, { reason, by: 'other-side', entry }));
  void options.tell(found.id, batchOf(switchboardEvent('releaseControl', released, { metadata })));
  return c.json({});
}
