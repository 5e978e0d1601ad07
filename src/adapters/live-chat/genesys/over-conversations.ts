/** Conversations that are known to be over: words would open others. */
export interface OverConversations {
  add(conversation: string): void;
  has(conversation: string): boolean;
  /** Words have opened another one in its place, which is to be ended. */
  strayed(conversation: string, into: string): void;
  /** The one that words have opened in its place and that may still be open. */
  strayOf(conversation: string): string | undefined;
}

const mostKept = 10_000;

/**
 * The newest ones that this process has seen end. Without them a look or an answer of Genesys tells the same. `onStrayed` hears of
 * conversations whose end was not heard of.
 */
export function overConversations(onStrayed: (conversation: string) => void): OverConversations {
  const kept = new Map<string, string | undefined>();
  function keep(conversation: string, stray: string | undefined): void {
    kept.set(conversation, stray);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }
  return {
    add: (conversation) => keep(conversation, undefined),
    has: (conversation) => kept.has(conversation),
    strayed(conversation, into) {
      keep(conversation, into);
      onStrayed(conversation);
    },
    strayOf: (conversation) => kept.get(conversation),
  };
}
