import type { LiveChatAttempt, LiveChatStart, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { GenesysApi } from './api.ts';
import { agentsOnQueue, estimatedWaitSeconds } from './availability.ts';
import { openingMessage } from './briefing.ts';
import { ownRefusal, successOf, undecided } from './outcomes.ts';
import { asMeant, longestText, messageAnswer } from './wire.ts';

export interface StartPorts {
  readonly api: GenesysApi;
  readonly now: () => number;
  /** Asked for agents and wait; absent where nothing is asked. */
  readonly queueId?: string;
  readonly refusesWithoutAgents: boolean;
}

/** Opens only to learn which conversation a start before has opened, once its words were erased. */
const noWords = '…';

/**
 * The first words open the conversation of this session's person. A repeat goes into the same one, where Genesys may show the
 * words once more: they have the id of the first time.
 */
export async function startConversation(
  ports: StartPorts,
  start: LiveChatStart,
  { key, mayHaveArrived }: LiveChatAttempt,
): Promise<StartOutcome> {
  const { api, queueId, refusesWithoutAgents } = ports;
  if (queueId !== undefined && refusesWithoutAgents && !mayHaveArrived) {
    const agents = await agentsOnQueue(api, queueId);
    if (agents === 0) return { outcome: 'rejected', cause: 'no-agents' };
  }
  const waiting = queueId === undefined ? undefined : estimatedWaitSeconds(api, queueId);
  const opened = await sayFirstWords(ports, start, key);
  if ('outcome' in opened) return opened;
  const wait = await waiting;
  return {
    outcome: 'opened',
    liveChatId: liveChatId(opened.conversationId),
    opening: { as: 'queued', ...(wait !== undefined && { estimatedWaitSeconds: wait }) },
  };
}

/** Most often one message; each part has an id that follows from the start's. */
async function sayFirstWords(
  { api, now }: StartPorts,
  start: LiveChatStart,
  key: string,
): Promise<{ readonly conversationId: string } | StartOutcome> {
  const parts = splitText(start.firstWords ?? noWords, longestText, eachUnit);
  let conversationId: string | undefined;
  for (const [index, text] of parts.entries()) {
    const messageId = index === 0 ? key : `${key}-${index + 1}`;
    const result = await api.say(openingMessage(start, { text, messageId, now: now() }));
    const reached = messageAnswer.safeParse(asMeant(successOf(result)?.body)).data?.conversationId;
    if (reached === undefined) return failure(result, conversationId !== undefined);
    conversationId ??= reached;
  }
  return conversationId === undefined
    ? failure({ outcome: 'not-sent', cause: 'no-words' }, false)
    : { conversationId };
}

const refusesForGood: ReadonlySet<number> = new Set([400, 403, 404, 413, 415, 422]);

/** `isBegun`: a conversation is open, which the repeat has to find. */
function failure(result: HttpOutcome, isBegun: boolean): StartOutcome {
  if (isBegun) return { ...undecided(result), outcome: 'unknown' };
  const status = ownRefusal(result);
  return status !== undefined && refusesForGood.has(status)
    ? { outcome: 'rejected', cause: 'unavailable' }
    : undecided(result);
}
