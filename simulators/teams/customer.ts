import type { Chat, ChatMessage } from './chat.ts';

/** What a message has to be like: to contain a text, to match, or to satisfy a question. */
export type Expected = string | RegExp | ((message: ChatMessage) => boolean);

/** A customer in Teams, as tests play one. */
export interface Customer {
  readonly conversationId: string;
  readonly id: string;
  readonly name: string;
  /** What the chat shows, in order. */
  readonly messages: readonly ChatMessage[];
  /** Resolves when the copilot's turn is finished; rejects when the copilot could not be reached. */
  says(text: string): Promise<void>;
  /** The copilot's first message that is as expected, waiting for it up to `withinMs` (default 5000). */
  sees(expected: Expected, options?: { readonly withinMs?: number }): Promise<ChatMessage>;
}

export function customerOf(chat: Chat, say: (text: string) => Promise<void>): Customer {
  return {
    conversationId: chat.conversationId,
    id: chat.customer.id,
    name: chat.customer.name,
    messages: chat.messages,
    says: say,
    sees: (expected, { withinMs = 5000 } = {}) => awaitMessage(chat, expected, withinMs),
  };
}

function awaitMessage(chat: Chat, expected: Expected, withinMs: number): Promise<ChatMessage> {
  const isIt = (message: ChatMessage) => message.from === 'copilot' && matches(message, expected);
  const seen = chat.messages.find(isIt);
  if (seen) return Promise.resolve(seen);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      silence();
      reject(
        new Error(
          `${chat.customer.name} did not see ${shown(expected)} within ${withinMs} ms.\n${script(chat)}`,
        ),
      );
    }, withinMs);
    const silence = chat.listen((event) => {
      if (event.type !== 'message' || !isIt(event.message)) return;
      clearTimeout(timer);
      silence();
      resolve(event.message);
    });
  });
}

function matches(message: ChatMessage, expected: Expected): boolean {
  if (typeof expected === 'string') return message.text.includes(expected);
  return expected instanceof RegExp ? message.text.search(expected) !== -1 : expected(message);
}

function shown(expected: Expected): string {
  if (typeof expected === 'string') return JSON.stringify(expected);
  return String(expected);
}

function script({ messages }: Chat): string {
  if (messages.length === 0) return 'The chat is empty.';
  const lines = messages.map(({ at, from, text }) => `  ${at.slice(11, 23)} ${from}: ${text}`);
  return ['The chat so far:', ...lines].join('\n');
}
