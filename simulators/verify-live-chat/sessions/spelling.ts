import { randomInt, randomUUID } from 'node:crypto';
import type { Headers } from '../http/exchange.ts';

/** How the bridge spells its ids: a vendor who takes them for something else refuses every handoff. */
export interface Spelling {
  /** `conversationId` of a start. */
  newConversation(): Conversation;
  /** `false` once the live chat has refused them and UUIDs are sent instead, so that the rest can be judged by itself. */
  readonly isBridges: boolean;
  useUuids(): void;
}

/** One handoff of the bridge, whose requests are numbered. */
export interface Conversation {
  readonly conversationId: string;
  /** `Idempotency-Key` of the next request. */
  newKey(): string;
  /** `messageId` of the next message. */
  newMessageId(): string;
}

export function bridgeSpelling(): Spelling {
  let isBridges = true;
  return {
    get isBridges() {
      return isBridges;
    },
    useUuids() {
      isBridges = false;
    },
    newConversation: () => (isBridges ? bridgeConversation() : uuidConversation()),
  };
}

/** A session of the bridge, the number of its change, that of the message within the change, and the time in base 36. */
export function bridgeConversation(): Conversation {
  const conversationId = `hs_${randomUUID()}`;
  let change = 0;
  // As Teams numbers messages: the milliseconds of its clock.
  let said = Date.now() + randomInt(1_000_000);
  return {
    conversationId,
    newKey() {
      change += 1;
      return `${conversationId}.${change}.0.${Date.now().toString(36)}`;
    },
    newMessageId() {
      said += 1;
      return String(said);
    },
  };
}

export const uuidConversation = (): Conversation => ({
  ...bridgeConversation(),
  conversationId: randomUUID(),
  newKey: () => randomUUID(),
});

/** What each request of the bridge carries, beside its credentials; the sample knows no keys. */
export const bridgeHeaders = (key: string | undefined): Headers => ({
  'content-type': 'application/json',
  accept: 'application/json',
  ...(key === undefined ? {} : { 'idempotency-key': key }),
});
