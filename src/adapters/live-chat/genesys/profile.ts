import type { VendorProfile } from '../vendor.ts';
import { callbackPath } from './callbacks/openapi.ts';

export const profile: VendorProfile = {
  title: 'Genesys Cloud Open Messaging',
  callbackPath,
  tells: ['typing', 'joined', 'left', 'transferred', 'ended'],
  endCauses: ['agent', 'no-agents', 'idle', 'failed'],
  endByCustomer: 'disconnected',
  refusals: ['no-agents', 'unavailable'],
  judges: [
    'its client purecloud-platform-client-v2 262.0.0, which drives the simulator and whose types read the requests',
    'an OpenAPI description derived from the same types',
  ],
  unverified: [
    'Nothing was tried against a Genesys Cloud organization.',
    'Whether a message that is repeated with the same `channel.messageId` is shown once. Messages are looked up before a repeat; the first words of a start cannot be, and may be shown twice.',
    'Whether a look-up gives our `channel.messageId` back. Where it does not, a message whose answer was lost is shown twice.',
    'Whether a message has the same id in the webhook and in a look-up. Where none of a conversation has, nothing is read; after a restart words could be told twice until then.',
    'How long a message may be. The bridge splits after 4,000 characters.',
    'Which statuses of a callback are final. 410 and 404 are taken to be.',
    'Whether what a flow disconnects before an agent came has a cause of its own. It is told as `no-agents`.',
  ],
};
