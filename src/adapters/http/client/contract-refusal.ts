import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** What a live chat answers with a refusal, in both dialects. */
const refusalBody = z.object({ error: z.string().min(1) });

/**
 * Whether a refusal is the live chat's own. An ingress, a firewall or a framework without the route answers a page, nothing,
 * or JSON whose `error` only repeats the status's name: that says nothing of a session or a message.
 */
export function isOwnRefusal(status: number, body: unknown): boolean {
  const refusal = refusalBody.safeParse(body);
  return refusal.success && refusal.data.error.trim().toLowerCase() !== STATUS_CODES[status]?.toLowerCase();
}

/** Statuses by which a live chat refuses one request for good: it is not as agreed, too long, or not to be understood. */
export const refusesForGood = (status: number): boolean => status === 400 || status === 413 || status === 422;

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
