import { z } from 'zod';
import { type HttpOutcome, isSuccess } from '../../../src/adapters/http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../../src/adapters/http/client/http-request.ts';
import { retryableOutcome } from '../../../src/adapters/http/client/retryable-outcome.ts';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import type { LiveChat, LiveChatAttempt, SayRejection } from '../../../src/application/ports/live-chat.ts';
import type { Briefing } from '../../../src/domain/briefing.ts';
import { liveChatId } from '../../../src/domain/ids.ts';
import { eachUnit, splitText } from '../../../src/domain/split-text.ts';
import type { VendorTraits } from './vendor.ts';

/** What the adapter is told of its vendor. */
export interface AdapterTraits extends VendorTraits {
  /** The vendor's facts take these. */
  readonly startCarries: readonly (keyof Briefing)[];
}

const chats = z.array(z.object({ id: z.string() }));
const chat = z.object({ id: z.string() });
const messages = z.array(z.object({ ref: z.string() }));

/** The adapter of a vendor that takes no idempotency keys: before a repeat it looks, where the vendor lists. */
export function standInLiveChat(baseUrl: string, traits: AdapterTraits): LiveChat {
  const request = (method: 'GET' | 'POST', path: string, body?: object): Promise<HttpOutcome> =>
    sendHttpRequest({
      method,
      url: `${baseUrl}${path}`,
      headers: jsonHeaders,
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs: 5000,
    });
  const mustLook = ({ mayHaveArrived }: LiveChatAttempt) => mayHaveArrived && traits.lists;
  return {
    id: 'stand-in',
    capabilities: {
      startCarries: traits.startCarries,
      needsFirstWords: traits.needsFirstWords,
      startIsRepeatable: traits.lists,
      sayIsRepeatable: traits.lists,
      afterEnd: traits.afterEnd,
      typing: false,
    },
    split: (text) => splitText(text, traits.longestText, eachUnit),
    typing: async () => {},
    async start({ sessionId, customer: _, firstWords, ...briefing }, attempt) {
      const path = `/customers/${sessionId}/chats`;
      if (mustLook(attempt)) {
        const listed = await request('GET', path);
        if (listed.outcome !== 'answered') return retryableOutcome(listed);
        const [first] = chats.safeParse(listed.body).data ?? [];
        if (first) return { outcome: 'opened', liveChatId: liveChatId(first.id), opening: { as: 'queued' } };
      }
      const facts = Object.fromEntries(
        traits.startCarries.flatMap((field) => (briefing[field] ? [[field, briefing[field]]] : [])),
      );
      const result = await request('POST', path, { words: firstWords, facts });
      if (result.outcome !== 'answered' || !isSuccess(result.status)) return retryableOutcome(result);
      const answer = chat.safeParse(result.body).data;
      if (answer === undefined) return { outcome: 'unknown', cause: 'answer-without-id' };
      return { outcome: 'opened', liveChatId: liveChatId(answer.id), opening: { as: 'queued' } };
    },
    async say({ liveChatId: id, text }, attempt) {
      const path = `/chats/${id}/messages`;
      if (mustLook(attempt)) {
        const listed = await request('GET', path);
        if (listed.outcome !== 'answered') return retryableOutcome(listed);
        const known = messages.safeParse(listed.body).data ?? [];
        if (known.some(({ ref }) => ref === attempt.key)) return { outcome: 'delivered' };
      }
      return sayDelivery(await request('POST', path, { ref: attempt.key, text }));
    },
    async end({ liveChatId: id }) {
      const result = await request('POST', `/chats/${id}/end`, {});
      const isOver = result.outcome === 'answered' && (isSuccess(result.status) || result.status === 404);
      return isOver ? { outcome: 'delivered' } : retryableOutcome(result);
    },
  };
}

function sayDelivery(result: HttpOutcome): Delivery<SayRejection> {
  if (result.outcome !== 'answered') return retryableOutcome(result);
  if (isSuccess(result.status)) return { outcome: 'delivered' };
  switch (result.status) {
    case 404:
      return { outcome: 'rejected', cause: 'unknown-live-chat' };
    case 410:
      return { outcome: 'rejected', cause: 'ended' };
    case 422:
      return { outcome: 'rejected', cause: 'invalid' };
    default:
      return retryableOutcome(result);
  }
}
