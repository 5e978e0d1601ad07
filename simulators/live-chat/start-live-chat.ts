import { join } from 'node:path';
import { Hono } from 'hono';
import { listen } from '../http/listen.ts';
import { pageFiles } from '../web/page-files.ts';
import { printed } from './chats/chat-handle.ts';
import { type ChatRegistry, chatRegistry } from './chats/chat-registry.ts';
import { storedRegistry } from './chats/state-file.ts';
import { waitFor } from './chats/wait-for.ts';
import { createLiveChat } from './create-live-chat.ts';
import { deskRoutes } from './desk/desk-routes.ts';
import type { LiveChat, LiveChatOptions } from './live-chat.ts';
import type { RestEnv } from './rest-env.ts';
import { testHookRoutes } from './test-hook-routes.ts';
import { simulatedVendor } from './vendors.ts';

export type {
  CallbackResult,
  Chat,
  ChatMessage,
  Fault,
  LiveChat,
  LiveChatOptions,
  RecordedCallback,
  RecordedRequest,
} from './live-chat.ts';

const deskPage = join(import.meta.dirname, 'desk', 'page');

/** A live chat system on 127.0.0.1, with its desk page at `/`. Rejects when the port is taken or the state file is not one. */
export async function startLiveChat(
  options: LiveChatOptions,
  vendor = simulatedVendor(options.kind),
): Promise<LiveChat> {
  const { registry, close } = await registryOf(options.stateFile);
  const system = createLiveChat(options, registry, vendor);
  const { desk, dials, isSending, armed, chats } = system;
  const deskApi = deskRoutes({ vendor, registry, desk, isSending });
  const hook = options.testHook ? [testHookRoutes({ vendor, registry, desk, dials })] : [];
  const page = pageFiles({ folder: deskPage, path: '/desk', framedBy: options.framedBy });
  const app = appOf(system.app, deskApi, ...hook, page);
  const listening = await listen(app, options.port);
  system.goOn();
  return {
    kind: system.kind,
    reads: system.reads,
    refusal: system.refusal,
    url: listening.url,
    port: listening.port,
    deskUrl: `${listening.url}/`,
    connect(url) {
      dials.callbackUrl = url;
    },
    get chats() {
      return chats();
    },
    get requests() {
      return system.requests();
    },
    get callbacks() {
      return system.callbacks();
    },
    get kept() {
      return system.kept();
    },
    chat: (predicate = () => true, { withinMs } = {}) =>
      waitFor(registry, {
        find: () => chats().findLast(predicate),
        withinMs,
        failure: () => `no such chat. There are:\n${registry.chats().map(printed).join('\n') || 'none'}`,
      }),
    failNext: armed.arm,
    refuse(reason) {
      dials.refusal = reason;
    },
    behave(behaviour) {
      dials.behaviour = behaviour;
    },
    async stop() {
      system.stop();
      await listening.stop();
      await close();
    },
  };
}

function appOf(rest: Hono<RestEnv>, ...desk: readonly Hono[]): Hono {
  const app = new Hono();
  app.route('/', rest);
  for (const part of desk) app.route('/', part);
  app.notFound((c) => c.json({ error: 'not-found' }, 404));
  app.onError((_, c) => c.json({ error: 'internal' }, 500));
  return app;
}

async function registryOf(
  stateFile: string | undefined,
): Promise<{ registry: ChatRegistry; close: () => Promise<void> }> {
  if (stateFile !== undefined) return storedRegistry(stateFile);
  return { registry: chatRegistry(), close: () => Promise.resolve() };
}
