import type { ChatRecord } from '../chats/chat-record.ts';
import type { SalesforceChoices } from './choices.ts';
import { type Entry, keptOf } from './kept.ts';

const LONGEST_PAGE = 50;

/** A page of entries, oldest first; undefined for a question that is none. */
export function listed(
  chat: ChatRecord,
  query: URLSearchParams,
  { listsText }: SalesforceChoices,
): readonly object[] | undefined {
  const limit = Number(query.get('limit') ?? LONGEST_PAGE);
  const from = Number(query.get('startTimestamp') ?? 0);
  const until = Number(query.get('endTimestamp') ?? Number.MAX_SAFE_INTEGER);
  const isAsked = query.get('direction') === 'FromStart' && Number.isInteger(limit) && !Number.isNaN(from);
  if (!isAsked || limit < 1 || limit > LONGEST_PAGE) return undefined;
  const only = query.get('entryTypeFilter')?.split(',');
  return keptOf(chat)
    .filter(({ isListed }) => isListed)
    .map(({ entry }) => entry)
    .filter(({ entryType }) => only === undefined || only.includes(entryType))
    .filter(({ transcriptedTimestamp: at }) => at >= from && at <= until)
    .slice(0, limit)
    .map((entry) => (listsText ? entry : withObject(entry)));
}

/** The payload is an object here, and the text of one on the stream. */
const withObject = (entry: Entry): object => ({ ...entry, entryPayload: JSON.parse(entry.entryPayload) });
