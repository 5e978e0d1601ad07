import { z } from 'zod';
import { type Activity, type ListedMessage, ownChannelData } from './wire.ts';

type Identified = Pick<Activity & ListedMessage, 'id' | 'from' | 'channeldata'>;

const own = z.object({ id: z.string() });

/** Session ids of ours, with which the ids of all that we send begin. */
const ours = /^hs_/;

/** Our own id of a message that we have sent, where Dynamics gives it back; absent for all others. */
export function ownIdOf({ id, channeldata = {} }: Identified): string | undefined {
  return own.safeParse(channeldata[ownChannelData]).data?.id ?? (ours.test(id ?? '') ? id : undefined);
}

/** Whether it comes from us, and so from the customer. */
export const isOurs = (message: Identified): boolean =>
  ownIdOf(message) !== undefined || ours.test(message.from?.id ?? '');
