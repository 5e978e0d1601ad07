import { afterEach, beforeEach, expect } from 'vitest';
import { userName } from '../../../../simulators/live-chat/servicenow/instance/access.ts';
import { servicenow } from '../../../../simulators/live-chat/servicenow/vendor.ts';
import { endpoint } from '../../../../simulators/live-chat/servicenow/wire/wire.ts';
import {
  type Chat,
  type LiveChat,
  type LiveChatOptions,
  startLiveChat,
} from '../../../../simulators/live-chat/start-live-chat.ts';
import { type FakeBridge, startFakeBridge } from '../fake-bridge.ts';

export const PASSWORD = 'not a real password';
export const CALLBACK_KEY = 'not a real key';

export const basicAuth = (password = PASSWORD) => ({
  authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`,
});

type Json = Readonly<Record<string, unknown>>;

export interface Instance {
  readonly liveChat: LiveChat;
  readonly bridge: FakeBridge;
  /** A request of the session `hs_1`, with a request id of its own. */
  post(body: Json, headers?: Readonly<Record<string, string>>): Promise<{ status: number; body: unknown }>;
  /** Asks for an agent as a bridge does, and gives the chat. */
  open(more?: Json): Promise<Chat>;
  /** The body of each callback so far. */
  heard(): readonly Json[];
  /** What the callbacks' items are, as `actionType` or `uiType`; waits until there are so many callbacks. */
  items(callbacks: number): Promise<readonly (readonly string[])[]>;
}

/** An instance of ServiceNow and a bridge that hears its callbacks, fresh for each test. */
export function instanceOfEachTest(more: Partial<LiveChatOptions> = {}): Instance {
  let liveChat: LiveChat;
  let bridge: FakeBridge;
  let requests = 0;

  beforeEach(async () => {
    bridge = await startFakeBridge();
    const { callbackUrl } = bridge;
    liveChat = await startLiveChat(
      { kind: servicenow.kind, apiKey: PASSWORD, webhookSecret: CALLBACK_KEY, callbackUrl, ...more },
      servicenow,
    );
  });
  afterEach(async () => {
    await liveChat.stop();
    await bridge.stop();
  });

  const post: Instance['post'] = async (body, headers = basicAuth()) => {
    const response = await fetch(`${liveChat.url}${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        requestId: `request ${++requests}`,
        clientSessionId: 'hs_1',
        userId: 'anna',
        ...body,
      }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    get liveChat() {
      return liveChat;
    },
    get bridge() {
      return bridge;
    },
    post,
    async open(more = {}) {
      await post({ action: 'AGENT', ...words('I need help'), contextVariables: agentOnly, ...more });
      return liveChat.chat();
    },
    heard: () => bridge.heard.map(({ body }) => body),
    async items(callbacks) {
      await expect.poll(() => bridge.heard.length, { interval: 5 }).toBe(callbacks);
      return bridge.heard.map(({ body }) => namesIn(body.body));
    },
  };
}

export const agentOnly = { live_agent_only: 'true' };

export const words = (text: string, clientMessageId = `id of ${text}`) => ({
  message: { text, typed: true, clientMessageId },
});

const namesIn = (body: unknown): readonly string[] =>
  [body].flat().map((item) => {
    if (typeof item !== 'object' || item === null) return 'nothing';
    return String('actionType' in item ? item.actionType : 'uiType' in item && item.uiType);
  });
