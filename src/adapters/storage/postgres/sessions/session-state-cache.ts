import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { damagedRecord } from '../connection/store-error.ts';
import { stateColumn } from './state-column.ts';

function sessionIn(text: string): HandoffSession {
  try {
    return stateColumn.parse(text);
  } catch (cause) {
    throw damagedRecord(cause);
  }
}

/** The states of so many sessions at most are remembered; the one that was not seen for longest is forgotten first. */
const rememberedStates = 2000;
/** And so many characters of them: a state may be as long as a request. */
const rememberedCharacters = 16 * 1024 * 1024;

export interface KnownStates {
  /** A session out of its column. Throws `StoreUnavailable` when the text is none. */
  read(id: string, text: string): HandoffSession;
  /** A session for its column. */
  write(id: string, session: HandoffSession): string;
}

/**
 * Most states are read as this replica wrote or read them last: the same text is the same session, which then need not be
 * taken apart and checked again. Of a session that has ended nothing is remembered, since its texts may be erased.
 */
export function knownStates(): KnownStates {
  const known = new Map<string, { readonly text: string; readonly session: HandoffSession }>();

  let characters = 0;

  function forget(id: string): void {
    characters -= known.get(id)?.text.length ?? 0;
    known.delete(id);
  }

  function remember(id: string, text: string, session: HandoffSession): void {
    // One that is seen again moves to the end, so that the first one is the one to forget.
    forget(id);
    if (session.status === 'ended') return;
    known.set(id, { text, session });
    characters += text.length;
    while (known.size > rememberedStates || characters > rememberedCharacters) {
      forget(known.keys().next().value ?? '');
    }
  }

  return {
    read(id, text) {
      const before = known.get(id);
      const session = before?.text === text ? before.session : sessionIn(text);
      remember(id, text, session);
      return session;
    },
    write(id, session) {
      const before = known.get(id);
      const text = before?.session === session ? before.text : JSON.stringify(session);
      remember(id, text, session);
      return text;
    },
  };
}
