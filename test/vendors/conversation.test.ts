import { vendors } from '../../src/adapters/live-chat/vendors.ts';
import { describeConversations } from '../end-to-end/conversations.ts';

/** The first two are in test/end-to-end. */
describeConversations(vendors.slice(2));
