import { z } from 'zod';
import { fieldOf } from '../../http/exchange.ts';
import type { CallbackType } from '../contract.ts';

const id = z.string().min(1).max(256);
const name = z.string().min(1).max(256);
const count = z.number().int().nonnegative();
const envelope = {
  sessionId: id,
  messageId: id,
  timestamp: z.iso.datetime({ offset: true }),
};

export const shapes: Readonly<Record<CallbackType, z.ZodType>> = {
  message: z.object({ ...envelope, message: z.string().min(1), sender: name }),
  typing: z.object({ ...envelope, sender: name.nullish() }),
  'agent-joined': z.object({ ...envelope, sender: name }),
  'agent-left': z.object({ ...envelope, sender: name }),
  'agent-transferred': z.object({ ...envelope, sender: name }),
  'queue-position': z.object({
    ...envelope,
    queuePosition: count,
    estimatedWaitSeconds: z.number().nonnegative().nullish(),
  }),
  'session-ended': z.object({
    ...envelope,
    reason: z.string().max(1024).nullish(),
    message: z.string().nullish(),
  }),
};

/** The bridge takes a place in the queue by its older name too. */
export function byItsOneName(body: object): object {
  const place = fieldOf(body, 'queuePosition') ?? fieldOf(body, 'position');
  return place === undefined ? body : { ...body, queuePosition: place };
}
