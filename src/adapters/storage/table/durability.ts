import type { Applied } from './session-table.ts';

/**
 * Makes what counts in memory outlive the process. When it cannot, it takes back what it could not keep, last first,
 * and rejects with `StoreUnavailable`.
 */
export interface Durability {
  /** Resolves when a commit, or what people change, is durable. */
  commit(applied: Applied): Promise<void>;
  /** Resolves when the begin of an attempt outlives the process, though perhaps not a loss of power; absent when it does already. */
  begin(applied: Applied): Promise<void> | undefined;
  /** As for `begin`, but never rejects: what has happened has happened, and is kept as soon as it can be. */
  settle(applied: Applied): Promise<void> | undefined;
  /** Resolves when all commits so far are durable; rejects when they were taken back. */
  untilDurable(): Promise<void>;
  /** Whether what brought an outgoing message into its lane is durable. */
  isDurable(messageId: string): boolean;
}

/** For a store that lives no longer than its process. */
export const volatileDurability: Durability = {
  commit: async () => {},
  begin: () => undefined,
  settle: () => undefined,
  untilDurable: async () => {},
  isDurable: () => true,
};
