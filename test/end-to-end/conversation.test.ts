import { vendors } from '../../src/adapters/live-chat/vendors.ts';
import { describeConversations } from './conversations.ts';

/** The others are in test/vendors. */
const [reference, contosoSample] = vendors;

describeConversations(contosoSample ? [reference, contosoSample] : [reference]);
