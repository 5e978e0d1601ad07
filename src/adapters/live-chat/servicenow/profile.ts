import type { VendorProfile } from '../vendor.ts';
import { callbackPath } from './callbacks/openapi.ts';

export const profile: VendorProfile = {
  title: 'ServiceNow',
  callbackPath,
  tells: ['typing', 'joined', 'left', 'transferred', 'ended'],
  endCauses: ['agent', 'no-agents', 'idle', 'failed'],
  endByCustomer: 'closed',
  refusals: ['unavailable'],
  judges: ['the 31 requests and callbacks of ServiceNow’s documentation'],
  unverified: [
    'Nothing was tried against a ServiceNow instance.',
    'A repeated request for an agent is taken to continue the conversation of its clientSessionId.',
    'A message whose answer was lost may be shown twice: nothing can be looked up.',
    'A start with wrong rights is answered with success, and no callback follows.',
    'Names of agents who join, ends by an agent and time-outs are read from English system texts; the text of an agent who leaves is a guess.',
    'A callback that is not taken is taken to be lost, since no repeat is documented.',
    'Facts of a topic go as context variables, whatever their names are.',
  ],
};
