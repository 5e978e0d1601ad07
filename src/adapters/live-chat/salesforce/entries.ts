import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { CustomerApi, EntriesRequest } from './api.ts';
import { isTaken } from './outcomes.ts';
import { type ConversationEntry, entriesAnswer, pageSize } from './wire.ts';

export type Listed = { readonly entries: readonly ConversationEntry[] } | { readonly failed: HttpOutcome };

/** More than a conversation has in the minutes that are looked at. */
const mostPages = 40;

/** When it was said, by Salesforce's clock; 0 where that is not told. */
export const timeOf = ({ transcriptedTimestamp, clientTimestamp }: ConversationEntry): number =>
  transcriptedTimestamp ?? clientTimestamp ?? 0;

/** The entries of a conversation since a time, oldest first and each once, or the answer in place of them. */
export async function listEntries(
  { entries: ask }: Pick<CustomerApi, 'entries'>,
  request: EntriesRequest,
): Promise<Listed> {
  const found = new Map<string, ConversationEntry>();
  let { since } = request;
  for (let page = 0; page < mostPages; page++) {
    const result = await ask({ ...request, since });
    const listed = isTaken(result) ? bodyOf(result) : undefined;
    if (listed === undefined) return { failed: result };
    const before = found.size;
    for (const entry of listed) found.set(entry.identifier, entry);
    if (listed.length < pageSize) break;
    // The next page begins with what was said at the same millisecond; a page that brings nothing new is the last one.
    since = found.size > before ? Math.max(since, ...listed.map(timeOf)) : since + 1;
  }
  return { entries: [...found.values()].sort((one, other) => timeOf(one) - timeOf(other)) };
}

const bodyOf = (result: HttpOutcome): readonly ConversationEntry[] | undefined =>
  result.outcome === 'answered' ? entriesAnswer.safeParse(result.body).data : undefined;
