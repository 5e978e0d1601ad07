import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

const refusalBody = z.object({ error: z.string().min(1) });

/**
 * Whether a refusal is the live chat's own. An ingress, a firewall or a framework without the route answers a page, nothing,
 * or JSON whose `error` only repeats the status's name: that says nothing of a session or a message.
 */
export function isContractRefusal(status: number, body: unknown): boolean {
  const refusal = refusalBody.safeParse(body);
  return refusal.success && refusal.data.error.trim().toLowerCase() !== STATUS_CODES[status]?.toLowerCase();
}
