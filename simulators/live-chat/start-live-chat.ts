import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { listen } from '../http/listen.ts';
import { type AgentDesk, agentDesk } from './agent-desk.ts';
import { type CallbackLanes, callbackLanes } from './callback-lanes.ts';
import { type ChatBook, chatBook } from './chat-book.ts';
import { chatHandle, printed } from './chat-handle.ts';
import type { ChatRecord } from './chat-record.ts';
import { contosoSampleRoutes } from './contoso-sample-routes.ts';
import { stillTrying } from './delivery-state.ts';
import { deskFiles } from './desk-files.ts';
import { deskRoutes } from './desk-routes.ts';
import { type Faults, faults } from './faults.ts';
import type { Chat, FaultPath, LiveChat, LiveChatKind, LiveChatOptions } from './live-chat.ts';
import { type RouteOptions, referenceRoutes } from './reference-routes.ts';
import { type RestEnv, type RestFront, restFront } from './rest-front.ts';
import { keptBook } from './state-file.ts';
import { type TestHookDials, testHookRoutes } from './test-hook-routes.ts';
import { waitFor } from './wait-for.ts';

export type {
  CallbackResult,
  Chat,
  ChatMessage,
  Fault,
  LiveChat,
  LiveChatOptions,
  RecordedRequest,
} from './live-chat.ts';

/** A live chat system on 127.0.0.1, with its desk page at `/`. Rejects when the port is taken or the state file is not one. */
export async function startLiveChat(options: LiveChatOptions): Promise<LiveChat> {
  const { book, close } = await bookOf(options.stateFile);
  const stopping = new AbortController();
  const { callbackUrl, autoJoin = false } = options;
  const dials: Dials = { callbackUrl, autoJoin, refusal: undefined };
  const armed = faults();
  const lanes = lanesOf(options, { book, dials, signal: stopping.signal });
  const desk = agentDesk({ kind: options.kind, book, lanes });
  const front = frontOf(options, armed, routeOptions(book, dials));
  const deskApi = deskRoutes({ kind: options.kind, book, desk, isSending: lanes.isBusy });
  const hook = options.testHook ? [testHookRoutes({ kind: options.kind, book, desk, dials })] : [];
  const app = appOf(front.app, deskApi, ...hook, await deskFiles());
  const listening = await listen(app, options.port);
  goOn(book, desk);
  const chats = chatsOf(book, desk);
  return {
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
      return front.requests();
    },
    chat: (predicate = () => true, { withinMs } = {}) =>
      waitFor(book, {
        find: () => chats().findLast(predicate),
        withinMs,
        failure: () => `no such chat. There are:\n${book.chats().map(printed).join('\n') || 'none'}`,
      }),
    failNext: armed.arm,
    refuse(reason) {
      dials.refusal = reason;
    },
    async stop() {
      stopping.abort();
      await listening.stop();
      await close();
    },
  };
}

/** What can be changed while the live chat runs. */
interface Dials extends TestHookDials {
  callbackUrl: string | undefined;
}

function routeOptions(book: ChatBook, dials: Readonly<Dials>): RouteOptions {
  return {
    book,
    refusal: () => dials.refusal,
    get autoJoin() {
      return dials.autoJoin;
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

async function bookOf(
  stateFile: string | undefined,
): Promise<{ book: ChatBook; close: () => Promise<void> }> {
  if (stateFile !== undefined) return keptBook(stateFile);
  return { book: chatBook(), close: () => Promise.resolve() };
}

interface LaneParts {
  readonly book: ChatBook;
  readonly dials: Readonly<Dials>;
  readonly signal: AbortSignal;
}

function lanesOf(
  { kind, webhookSecret }: LiveChatOptions,
  { book, dials, signal }: LaneParts,
): CallbackLanes {
  const isSigning = kind === 'reference' && webhookSecret !== undefined;
  // A secret that cannot sign is better known now than at the first message.
  if (isSigning) new Webhook(webhookSecret);
  return callbackLanes({
    book,
    signal,
    urlOf: (chat) => chat.callbackUrl ?? dials.callbackUrl,
    onRetry: ({ chatId, id }, answer) => book.change(chatId, (chat) => stillTrying(chat, id, answer)),
    ...(isSigning ? { secret: webhookSecret } : {}),
  });
}

const STEPS: Record<LiveChatKind, ReadonlyMap<string, FaultPath>> = {
  reference: new Map([
    ['/api/livechat/start', '/start'],
    ['/api/livechat/send', '/send'],
    ['/api/livechat/end', '/end'],
  ]),
  'contoso-sample': new Map([
    ['/api/chat/start', '/start'],
    ['/api/chat/receive', '/send'],
    ['/api/chat/end', '/end'],
  ]),
};

function frontOf(options: LiveChatOptions, armed: Faults, routes: RouteOptions): RestFront {
  const { kind, apiKey, verifyToken } = options;
  const front = restFront({
    armed,
    stepOf: (path) => STEPS[kind].get(path),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(verifyToken === undefined ? {} : { verifyToken }),
  });
  if (kind === 'reference') referenceRoutes(front.app, routes);
  else contosoSampleRoutes(front.app, routes);
  return front;
}

/** One handle for each chat, always the same one. */
function chatsOf(book: ChatBook, desk: AgentDesk): () => readonly Chat[] {
  const handles = new Map<string, Chat>();
  const handleOf = (chat: ChatRecord): Chat => {
    const handle = handles.get(chat.id) ?? chatHandle(chat, book, desk);
    handles.set(chat.id, handle);
    return handle;
  };
  return () => book.chats().map(handleOf);
}

/** Sends what a restart interrupted, in its order. */
function goOn(book: ChatBook, desk: AgentDesk): void {
  for (const { id, entries } of book.chats()) {
    for (const entry of entries) {
      if (entry.delivery === 'sending') void desk.sendAgain(id, entry.id);
    }
  }
}
