import { z } from 'zod';
import type { Exchange } from '../../faults/exchange.ts';
import type { OfType } from '../event.ts';
import { answerIn } from './read-answer.ts';
import type { Sources } from './sources.ts';

const startBody = z.object({ conversationId: z.string(), customer: z.object({ id: z.string() }) });
const endBody = z.union([
  z.object({ sessionId: z.string() }),
  z.object({ conversationId: z.string() }).transform(({ conversationId }) => ({ sessionId: conversationId })),
]);

/** Each time that the bridge asked the live chat for a chat, or for the end of one. */
export function stepsAttempted(
  exchanges: readonly Exchange[],
  { teams }: Sources,
): readonly OfType<'step-attempted'>[] {
  const conversations = new Map(
    teams.chats.flatMap(({ conversationId, customer }) => [
      [customer.aadObjectId, conversationId],
      [customer.id, conversationId],
    ]),
  );
  return exchanges.flatMap((exchange): readonly OfType<'step-attempted'>[] => {
    const of = {
      type: 'step-attempted',
      party: 'live-chat',
      at: exchange.at,
      ...answerIn(exchange),
    } as const;
    if (exchange.path.endsWith('/start')) {
      const conversationId = conversations.get(
        startBody.safeParse(json(exchange.body)).data?.customer.id ?? '',
      );
      return [{ ...of, step: 'start', ...(conversationId !== undefined && { conversationId }) }];
    }
    if (!exchange.path.endsWith('/end')) return [];
    const liveChatId = endBody.safeParse(json(exchange.body)).data?.sessionId;
    return [{ ...of, step: 'end', ...(liveChatId !== undefined && { liveChatId }) }];
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON asks for nothing.
    return undefined;
  }
}
