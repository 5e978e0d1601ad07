import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/* What the live chats in other styles have in common: sessions, and callbacks that are signed and repeated. */

export interface Chat {
  readonly id: string;
  readonly callbackUrl: string;
  isEnded: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Payload = Readonly<Record<string, unknown>>;

export interface Vendor {
  open(callbackUrl: string): Chat;
  find(id: unknown): Chat | undefined;
  readonly chats: readonly Chat[];
  /** After all that was sent before for this chat; resolves when it is through or refused for good. */
  tell(chat: Chat, payload: Payload): Promise<void>;
  stop(): void;
}

export interface VendorOptions {
  readonly secret: string;
  readonly newId: (number: number) => string;
  /** How JSON is written, once for the signature and the wire. */
  readonly write?: (payload: Payload) => string;
  readonly signs?: (signature: string) => string;
  readonly pauseMs: number;
}

export const bearer = 'a-key-of-another-style';
export const secret = `whsec_${Buffer.from('another secret of the test, 30').toString('base64')}`;

export function vendor(options: VendorOptions): Vendor {
  const chats = new Map<string, Chat>();
  const tails = new Map<string, Promise<void>>();
  let isStopped = false;

  const tell = async (chat: Chat, payload: Payload): Promise<void> => {
    const body = (options.write ?? JSON.stringify)(payload);
    // Sessions that nobody listens to are of no interest, and leave this machine.
    while (!isStopped && chat.callbackUrl.startsWith('http://127.0.0.1')) {
      const status = await posted(chat.callbackUrl, { id: String(payload.messageId), body }, options);
      if (status !== 0 && status !== 429 && status < 500) return;
      await sleep(options.pauseMs);
    }
  };

  return {
    open(callbackUrl) {
      const chat = { id: options.newId(chats.size + 1), callbackUrl, isEnded: false };
      chats.set(chat.id, chat);
      return chat;
    },
    find: (id) => chats.get(String(id)),
    get chats() {
      return [...chats.values()];
    },
    tell(chat, payload) {
      const told = (tails.get(chat.id) ?? Promise.resolve()).then(() => tell(chat, payload));
      tails.set(chat.id, told);
      return told;
    },
    stop() {
      isStopped = true;
    },
  };
}

interface Callback {
  readonly id: string;
  readonly body: string;
}

/** The status of the answer; 0 when there is none. */
async function posted(
  url: string,
  { id, body }: Callback,
  { secret: key, signs }: VendorOptions,
): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', Buffer.from(key.replace('whsec_', ''), 'base64'));
  const signature = `v1,${hmac.update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Webhook-Id': id,
    'Webhook-Timestamp': timestamp,
    'Webhook-Signature': signs?.(signature) ?? signature,
  };
  try {
    return (await fetch(url, { method: 'POST', headers, body })).status;
  } catch {
    return 0;
  }
}
