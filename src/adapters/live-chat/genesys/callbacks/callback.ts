import { z } from 'zod';
import { usableId } from '../../../http/requests/usable-id.ts';
import { normalizedMessage } from '../wire.ts';

/** What the webhook of an Open Messaging integration sends, as far as it is read. */
export const callback = normalizedMessage.extend({
  id: usableId(256),
  channel: z.object({
    /** Our own id of the session. */
    to: z.object({ id: usableId(256) }),
    time: z.string().max(64).optional(),
  }),
  type: z.string().max(64),
  events: z
    .array(z.object({ eventType: z.string().max(64) }))
    .max(100)
    .optional()
    .catch(undefined),
});
export type Callback = z.output<typeof callback>;

/** Whether it is on its way to the customer. What comes in is our own, which Genesys does not send. */
export const isOutbound = ({ direction }: Callback): boolean =>
  direction === undefined || direction.toLowerCase() === 'outbound';

/** An attachment without a text is no sign of typing. */
export const isTyping = ({ type, events = [] }: Callback): boolean =>
  type.toLowerCase() === 'event' && events.some(({ eventType }) => eventType.toLowerCase() === 'typing');

/** A receipt says nothing to a customer. */
export const hasWords = ({ type }: Callback): boolean => /^(text|structured)$/i.test(type);
