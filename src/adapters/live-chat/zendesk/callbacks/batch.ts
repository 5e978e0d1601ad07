import type { LiveChatAnswer } from '../../../../application/ports/inbound.ts';
import { Problem } from '../../../http/requests/problem.ts';

export interface Batch<Event> {
  readonly conversationOf: (event: Event) => string;
  /** Throws the 429 of a conversation that sends too much. */
  readonly mayPass: (conversation: string, events: number) => void;
  readonly take: (event: Event) => Promise<LiveChatAnswer>;
}

/**
 * Takes a batch that mixes conversations: each conversation's events in their order, and none after one that has to come again;
 * the conversations beside each other, so that none is held up by another. When the batch is repeated, what was taken is a
 * duplicate. Rejects after all others are taken when an event could not be stored.
 */
export async function inBatch<Event>(
  events: readonly Event[],
  { conversationOf, mayPass, take }: Batch<Event>,
): Promise<readonly LiveChatAnswer[]> {
  const each = [...Map.groupBy(events, conversationOf)].map(async ([conversation, own]) => {
    if (isLimited(() => mayPass(conversation, own.length))) return ['full' as const];
    const answers: LiveChatAnswer[] = [];
    for (const event of own) {
      const answer = await take(event);
      answers.push(answer);
      if (mustComeAgain(answer)) break;
    }
    return answers;
  });
  const settled = await Promise.allSettled(each);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

const mustComeAgain = (answer: LiveChatAnswer): boolean => answer === 'opening' || answer === 'full';

function isLimited(mayPass: () => void): boolean {
  try {
    mayPass();
    return false;
  } catch (error) {
    if (error instanceof Problem && error.status === 429) return true;
    throw error;
  }
}
