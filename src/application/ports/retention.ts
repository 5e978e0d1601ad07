import type { SessionId } from '../../domain/ids.ts';
import type { StoredSession } from './session-store.ts';

/**
 * What need not be kept any more. The same adapter as the session store. Each method rejects with `StoreUnavailable`
 * when it cannot be stored, and can be repeated: what is gone already is not counted again.
 */
export interface Retention {
  /** The sessions of a customer, ended or not, but for those whose texts are erased. */
  ofCustomer(customerId: string): Promise<readonly StoredSession[]>;
  /**
   * Erases what was said in an ended session, who the customer was and how to reach them, also from what waits and from
   * dead letters. Ids, times and reasons stay, and late callbacks find the session as before. Without effect on a
   * session that is not ended or not known.
   */
  redactTextsOf(id: SessionId): Promise<'erased' | 'nothing'>;
  /** The same for at most `limit` sessions that ended before a time, in milliseconds since 1970; gives how many. */
  redactTexts(endedBefore: number, limit: number): Promise<number>;
  /** Forgets at most `limit` sessions that ended before a time and in which nothing waits; gives how many. */
  deleteEnded(endedBefore: number, limit: number): Promise<number>;
  /** Forgets about `limit` inbound requests that were answered before a time, whatever session they fell in; gives how many. */
  deleteIdempotencyRecords(answeredBefore: number, limit: number): Promise<number>;
  /** Resolves when of all that was erased or forgotten before the call nothing is left in any file of a session. */
  purge(): Promise<void>;
}
