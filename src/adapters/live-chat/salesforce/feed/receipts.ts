import { randomUUID } from 'node:crypto';
import type { LiveChatId } from '../../../../domain/ids.ts';
import type { CustomerApi } from '../api.ts';

/** Shows agents that their words have arrived. Best effort: a receipt that is lost costs nothing but its sign. */
export function receipts({ acknowledge }: Pick<CustomerApi, 'acknowledge'>, conversation: LiveChatId) {
  let pending: string[] = [];
  let isSending = false;

  async function send(): Promise<void> {
    while (pending.length > 0) {
      const entries = pending.splice(0, mostAtOnce);
      const acks = entries.map((conversationEntryId) => ({
        id: randomUUID(),
        entryType: 'Delivery' as const,
        conversationEntryId,
      }));
      await acknowledge(conversation, { acks });
    }
  }

  /** What comes while others are on their way goes together after them. */
  return (entry: string): void => {
    pending.push(entry);
    if (isSending) return;
    isSending = true;
    send()
      .catch(() => {
        pending = [];
      })
      .finally(() => {
        isSending = false;
      });
  };
}

const mostAtOnce = 50;
