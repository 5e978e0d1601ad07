import type { LiveChat } from '../../../simulators/live-chat/start-live-chat.ts';

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

let keys = 0;

/** A key of its own for each call unless the test gives one. */
export async function call(
  liveChat: LiveChat,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(`${liveChat.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `key-${++keys}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

export const START = {
  conversationId: 'handoff-1',
  channel: 'msteams',
  customer: { id: 'customer-1', name: 'Megan' },
  problem: 'The printer is on fire',
};

/** Opens a chat whose callbacks go to `callbackUrl` and gives its id. */
export async function opened(liveChat: LiveChat, callbackUrl?: string): Promise<string> {
  const { body } = await call(liveChat, '/api/livechat/start', { ...START, callbackUrl });
  return String(body.sessionId);
}

export function said(sessionId: string, message: string, more: Record<string, unknown> = {}): object {
  const messageId = `m-${message}`;
  return { sessionId, messageId, message, sender: 'Megan', timestamp: '2026-01-05T10:00:00Z', ...more };
}
