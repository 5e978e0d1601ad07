import type { CustomerChannel } from '../../application/ports/customer-channel.ts';
import type { ActivityChannel } from '../bot-framework/activity-channel.ts';

/** All that the bridge has to know of a channel: how its customer is reached, and what a caller asks it about an activity. */
export interface Channel extends CustomerChannel, ActivityChannel {}

/** Stands before every send of a channel, such as its circuit breaker. */
export type GuardChannel = (channel: CustomerChannel) => CustomerChannel;
