import { vendors } from '../../src/adapters/live-chat/vendors.ts';
import {
  describeConversations,
  describeOrchestratedConversations,
  orchestratorHabits,
} from '../end-to-end/conversations.ts';

/** The first two are in test/end-to-end. */
describeConversations(vendors.slice(2));
describeOrchestratedConversations(vendors.slice(1));
describeOrchestratedConversations(vendors.slice(0, 1), orchestratorHabits.slice(1));
