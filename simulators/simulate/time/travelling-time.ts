import diagnostics from 'node:diagnostics_channel';
import { z } from 'zod';
import type { VirtualDate } from './virtual-date.ts';

/*
 * The bridge goes ahead in time by itself between requests. Each request carries its time, so that no receiver is behind.
 */

const header = 'x-story-time';

const sending = z.object({
  request: z.custom<{ addHeader(name: string, value: string): void }>(
    (value) => typeof value === 'object' && value !== null && 'addHeader' in value,
  ),
});
const receiving = z.object({ request: z.object({ headers: z.object({ [header]: z.string().optional() }) }) });

/** From now on every request of this process carries its time. */
export function sendTime(date: VirtualDate): void {
  diagnostics.subscribe('undici:request:create', (message) => {
    sending.parse(message).request.addHeader(header, String(date.now()));
  });
}

/** From now on this process is never behind a request that comes to it. */
export function receiveTime(date: VirtualDate): void {
  diagnostics.subscribe('http.server.request.start', (message) => {
    const time = receiving.safeParse(message).data?.request.headers[header];
    if (time !== undefined) date.skipTo(Number(time));
  });
}
