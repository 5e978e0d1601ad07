import type { Exchange } from '../../faults/exchange.ts';
import type { RecordedRequest } from '../../live-chat/start-live-chat.ts';
import type { SeenExchange } from '../../live-chat/wire-reader.ts';

/** What went through a proxy, as readers of a vendor's wire take it. */
export const seenIn = ({ method, path, body, peer }: Exchange): SeenExchange => ({
  method,
  path,
  body,
  ...(peer && { answer: peer.body }),
});

/** The same of what the live chat itself noted down. */
export const seenAtLiveChat = ({ method, path, query, body, answer }: RecordedRequest): SeenExchange => ({
  method,
  path: `${path}${query}`,
  body: asText(body),
  ...(answer !== undefined && { answer: asText(answer) }),
});

const asText = (body: unknown): string => (typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
