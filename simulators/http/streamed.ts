import { channel } from 'node:diagnostics_channel';

/** Hears of each piece that a simulator writes to a stream which stays open: no request and no answer shows that it is on its way. */
export const streamed = channel('handoff-bridge:simulators:streamed');
