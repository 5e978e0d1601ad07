import type { GenesysApi } from '../api.ts';
import { successOf } from '../outcomes.ts';
import { isOfCustomer } from '../participants.ts';
import { asMeant, type Conversation, messagesAnswer } from '../wire.ts';
import { type Words, wordsOf } from '../words.ts';

/** How many messages are read at once, the newest. */
const mostRead = 100;

/** Ids of words that this process has had. */
interface Known {
  readonly words: ReadonlySet<string>;
  readonly fromWebhook: ReadonlySet<string>;
}

export interface Missed {
  readonly words: readonly Words[];
  /** What was read, to be known once the words were told. */
  readonly ids: readonly string[];
}

/**
 * Agents' words in a conversation that this process has not had from the webhook: what came while the bridge was down for longer
 * than Genesys repeats, or what another replica has taken, which has no second effect. `undefined` when they cannot be read now.
 */
export async function missedWords(
  api: Pick<GenesysApi, 'messages'>,
  { id, participants }: Conversation,
  { words, fromWebhook }: Known,
): Promise<Missed | undefined> {
  const listed = participants
    .filter((each) => !isOfCustomer(each))
    .flatMap(({ messages = [] }) => messages.flatMap((each) => each ?? []));
  // Where the webhook's ids are not those of the conversation, words would be told twice.
  if (fromWebhook.size > 0 && !listed.some((each) => fromWebhook.has(each))) return none;
  const unknown = listed.filter((each) => !words.has(each)).slice(-mostRead);
  if (unknown.length === 0) return none;
  const read = messagesAnswer.safeParse(asMeant(successOf(await api.messages(id, unknown))?.body)).data
    ?.entities;
  if (!read) return undefined;
  const missed = read
    .toSorted((a, b) => Date.parse(a.timestamp ?? '') - Date.parse(b.timestamp ?? '') || 0)
    .flatMap(({ direction, normalizedMessage }) => {
      const sent = normalizedMessage?.direction ?? direction;
      if (!normalizedMessage || sent?.toLowerCase() !== 'outbound') return [];
      const said = wordsOf(normalizedMessage);
      return said && !fromWebhook.has(said.id) ? [said] : [];
    });
  return { words: missed, ids: unknown };
}

const none: Missed = { words: [], ids: [] };
