import type { Which } from '../../../faults/orders.ts';
import type { LiveChat } from '../../../live-chat/start-live-chat.ts';
import { whichRequests } from '../../../live-chat/which-requests.ts';
import type { RequestName } from '../scenario-api.ts';

/** The requests that verbs name, in a world with this live chat. */
export function namedRequests({ reads }: Pick<LiveChat, 'reads'>): Readonly<Record<RequestName, Which>> {
  const { callback, step } = whichRequests(reads);
  return {
    callback,
    activity: /^\/api\/messages$/,
    'to teams': /activities|external-agent/,
    'to the live chat': step(),
  };
}
