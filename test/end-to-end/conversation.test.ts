import { vendors } from '../../src/adapters/live-chat/vendors.ts';
import { describeConversations, describeOrchestratedConversations } from './conversations.ts';

/** The others are in test/vendors. */
const [reference, contosoSample] = vendors;

const own = contosoSample ? [reference, contosoSample] : [reference];
describeConversations(own);
describeOrchestratedConversations([reference]);
