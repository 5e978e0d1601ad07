import { z } from 'zod';
import { plainText } from '../../../domain/plain-text.ts';
import { usableId } from '../../http/requests/usable-id.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';

/* The routes and fields of Microsoft's shipped sample. What it calls `conversationId` is the live chat's own id. */

const id = usableId(256);

/** Answer to `POST /api/chat/start`. */
export const startAnswer = z.object({ conversationId: id });

/** Answer to `POST /api/chat/receive`. */
export const receiveAnswer = z.object({ message: z.string(), messageId: z.string().min(1) });

/** Answer to `POST /api/chat/end`. */
export const endAnswer = z.object({ message: z.string() });

export interface ReceiveBody {
  readonly conversationId: string;
  readonly message: string;
  readonly sender: string;
}

export interface EndBody {
  readonly conversationId: string;
}

/** Body of `POST /api/livechat/messages`, with its names in lower case; the sample writes them in Pascal case. */
export const callback = z.object({
  conversationid: id,
  id,
  /** Without control characters something has to be left. */
  message: z.string().min(1).max(250_000).transform(plainText).pipe(z.string().min(1)),
  sender: z.string().max(256).optional(),
  timestamp: z.string().max(64).optional(),
});

/** The contract's spelling of a field that `callback` knows in lower case. */
export const fieldNames: Readonly<Record<string, string>> = { conversationid: 'conversationId' };

/** A callback as the schema reads it: names in lower case, and null is absent. */
export const asMeant = (body: Readonly<Record<string, unknown>>): unknown => {
  const known = Object.entries(body).filter(([, value]) => value !== null);
  return withoutNulls(Object.fromEntries(known.map(([key, value]) => [key.toLowerCase(), value])));
};
