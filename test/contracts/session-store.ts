import { describe } from 'vitest';
import { describeAgreement } from './agreement.ts';
import { describeCommits } from './commits.ts';
import { describeDeadLetters } from './dead-letters.ts';
import { describeDurability } from './durability.ts';
import type { MakeFreshStore } from './fresh-store.ts';
import { describeGivenUpMessages } from './given-up-messages.ts';
import { describeInboundRepeats } from './inbound-repeats.ts';
import { describeLending } from './lending.ts';
import { describeManyAtOnce } from './many-at-once.ts';
import { describeOutbox } from './outbox.ts';
import { describeOverdue } from './overdue.ts';
import { describeRetention } from './retention.ts';
import { describeReusedLiveChats } from './reused-live-chats.ts';
import { describeStoreModel } from './store-model.ts';

/** What every session store with its outbox promises. Whatever `freshStore` opens, its maker closes. */
export function describeSessionStore(name: string, freshStore: MakeFreshStore): void {
  describe(name, () => {
    describeCommits(freshStore);
    describeInboundRepeats(freshStore);
    describeOverdue(freshStore);
    describeOutbox(freshStore);
    describeGivenUpMessages(freshStore);
    describeLending(freshStore);
    describeManyAtOnce(freshStore);
    describeDeadLetters(freshStore);
    describeRetention(freshStore);
    describeDurability(freshStore);
    describeReusedLiveChats(freshStore);
    describeStoreModel(freshStore);
    describeAgreement(freshStore);
  });
}
