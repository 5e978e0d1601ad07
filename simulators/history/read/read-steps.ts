import type { Exchange } from '../../faults/exchange.ts';
import type { ToldToVendor } from '../../live-chat/wire-reader.ts';
import type { OfType } from '../event.ts';
import { chatsNamed } from './chats-named.ts';
import { conversationsByCustomer } from './customers-chats.ts';
import { answerIn } from './read-answer.ts';
import { chatsOpened } from './read-live-chat.ts';
import { seenIn } from './seen.ts';
import type { Sources } from './sources.ts';

type Step = OfType<'step-attempted'>;

/** Each time that the bridge asked the live chat for something else than to show a customer's words. */
export function stepsAttempted(exchanges: readonly Exchange[], sources: Sources): readonly Step[] {
  const { reads } = sources.liveChat;
  const stepOf = steps(sources);
  return exchanges.flatMap((exchange): readonly Step[] => {
    const told = reads.request(seenIn(exchange));
    const step = stepOf(exchange, told);
    const isKnown = told !== undefined && reads.isKnownByStatus?.(told) === true;
    if (!step) return [];
    return [
      {
        type: 'step-attempted',
        party: 'live-chat',
        at: exchange.at,
        ...answerIn(exchange, isKnown),
        ...step,
      },
    ];
  });
}

type What = Pick<Step, 'step' | 'conversationId' | 'liveChatId'>;

/** What a request asks for, and of whom, as far as it says; undefined for customers' words and typing. */
function steps(sources: Sources): (exchange: Exchange, told: ToldToVendor | undefined) => What | undefined {
  const chat = chatsNamed(sources);
  const byCustomer = conversationsByCustomer(sources);
  const opened = new Map(chatsOpened(sources).map((each) => [each.liveChatId, each.conversationId]));
  return (exchange, told) => {
    switch (told?.step) {
      case 'start':
        return { step: 'start', ...of(byCustomer(told.customerId) ?? opened.get(chat(told) ?? '')) };
      case 'end': {
        const liveChatId = chat(told);
        return { step: 'end', ...(liveChatId !== undefined && { liveChatId }) };
      }
      case 'say': {
        const liveChatId = chat(told);
        if (told.kind !== 'notice') return undefined;
        return { step: 'notice', ...(liveChatId !== undefined && { liveChatId }) };
      }
      case 'typing':
        return undefined;
      case undefined:
        return { step: 'other', ...of(opened.get(chat(sessionIn(exchange)) ?? '')) };
    }
  };
}

const of = (conversationId: string | undefined) => conversationId !== undefined && { conversationId };

/** A look, or a part of a start, has our id of the session somewhere, if it is of one. */
function sessionIn({ path, body }: Exchange): { readonly sessionId?: string } {
  const sessionId = /\bhs_[\w-]+/.exec(`${path} ${body}`)?.[0];
  return sessionId === undefined ? {} : { sessionId };
}
