import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { damagedRecord } from '../connection/store-error.ts';
import { stateColumn } from '../schema/column-text.ts';

function sessionIn(text: string): HandoffSession {
  try {
    return stateColumn.parse(text);
  } catch (cause) {
    throw damagedRecord(cause);
  }
}

/** Cache size in sessions; the least recently used goes first. */
const cachedStates = 2000;
/** Cache size in characters: a state may be as long as a request. */
const cachedCharacters = 16 * 1024 * 1024;

export interface SessionStateCache {
  /** A session out of its column. Throws `StoreUnavailable` when the text is none. */
  read(id: string, text: string): HandoffSession;
  write(id: string, session: HandoffSession): string;
}

/**
 * Most states are read as this replica wrote or read them last: the same text is the same session, which then is not parsed
 * and checked again. An ended session is not cached, since its texts may be redacted.
 */
export function sessionStateCache(): SessionStateCache {
  const cached = new Map<string, { readonly text: string; readonly session: HandoffSession }>();

  let characters = 0;

  function evict(id: string): void {
    characters -= cached.get(id)?.text.length ?? 0;
    cached.delete(id);
  }

  function cache(id: string, text: string, session: HandoffSession): void {
    // A session that is seen again moves to the end, so that the first is the least recently used.
    evict(id);
    if (session.status === 'ended') return;
    cached.set(id, { text, session });
    characters += text.length;
    while (cached.size > cachedStates || characters > cachedCharacters) {
      evict(cached.keys().next().value ?? '');
    }
  }

  return {
    read(id, text) {
      const before = cached.get(id);
      const session = before?.text === text ? before.session : sessionIn(text);
      cache(id, text, session);
      return session;
    },
    write(id, session) {
      const before = cached.get(id);
      const text = before?.session === session ? before.text : JSON.stringify(session);
      cache(id, text, session);
      return text;
    },
  };
}
