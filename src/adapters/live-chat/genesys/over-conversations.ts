/** Conversations that are known to be over: words would open others. */
export interface OverConversations {
  add(conversation: string): void;
  has(conversation: string): boolean;
}

const mostKept = 10_000;

/** The newest ones that this process has seen end. Without them a look or an answer of Genesys tells the same. */
export function overConversations(): OverConversations {
  const kept = new Set<string>();
  return {
    add(conversation) {
      kept.add(conversation);
      const [oldest] = kept;
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    },
    has: (conversation) => kept.has(conversation),
  };
}
