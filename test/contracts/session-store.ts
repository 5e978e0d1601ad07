import { describe } from 'vitest';
import type { MakeFreshStore } from './fresh-store.ts';
import { describeAttempts } from './session-store/attempts.ts';
import { describeCommits } from './session-store/commits.ts';
import { describeDeadLetters } from './session-store/dead-letters.ts';
import { describeDurability } from './session-store/durability.ts';
import { describeFeeds } from './session-store/feeds.ts';
import { describeGivenUpMessages } from './session-store/given-up-messages.ts';
import { describeInboundRepeats } from './session-store/inbound-repeats.ts';
import { describeLeasing } from './session-store/leasing.ts';
import { describeManyAtOnce } from './session-store/many-at-once.ts';
import { describeAgreement } from './session-store/model/agreement.ts';
import { describeStoreModel } from './session-store/model/store-model.ts';
import { describeNextTurns } from './session-store/next-turns.ts';
import { describeOutbox } from './session-store/outbox.ts';
import { describeOverdue } from './session-store/overdue.ts';
import { describePieces } from './session-store/pieces.ts';
import { describeRetention } from './session-store/retention.ts';
import { describeReusedLiveChats } from './session-store/reused-live-chats.ts';
import { describeTimelines } from './session-timelines.ts';

/** What every session store with its outbox promises. Whatever `freshStore` opens, its maker closes. */
export function describeSessionStore(name: string, freshStore: MakeFreshStore): void {
  describeStorePromises(name, freshStore);
  describeStoreModels(name, freshStore);
}

/** The promises one by one. A store that takes long has a file for them and another for the models, which run side by side. */
export function describeStorePromises(name: string, freshStore: MakeFreshStore): void {
  describe(name, () => {
    describeCommits(freshStore);
    describeInboundRepeats(freshStore);
    describeOverdue(freshStore);
    describeOutbox(freshStore);
    describePieces(freshStore);
    describeAttempts(freshStore);
    describeGivenUpMessages(freshStore);
    describeLeasing(freshStore);
    describeDeadLetters(freshStore);
    describeRetention(freshStore);
    describeDurability(freshStore);
    describeReusedLiveChats(freshStore);
    describeFeeds(freshStore);
    describeNextTurns(freshStore);
    describeTimelines(freshStore);
  });
}

/** The same promises against whatever may happen. */
export function describeStoreModels(name: string, freshStore: MakeFreshStore): void {
  describe(name, () => {
    describeManyAtOnce(freshStore);
    describeStoreModel(freshStore);
    describeAgreement(freshStore);
  });
}
