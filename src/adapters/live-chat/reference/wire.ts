import { z } from 'zod';

/*
 * The reference contract: what goes to a live chat and what comes from it. Times are ISO 8601.
 */

const id = z.string().min(1).max(256);
const name = z.string().min(1).max(256);

/** Answer to `POST /api/livechat/start`. */
export const startAnswer = z.object({
  sessionId: id,
  status: z.enum(['queued', 'active']),
  queuePosition: z.number().int().nonnegative().optional(),
  estimatedWaitSeconds: z.number().nonnegative().optional(),
});

/** Why a live chat refuses to start. */
export const startRefusal = z.object({ error: z.enum(['closed', 'no-agents', 'unavailable']) });

export interface StartBody {
  readonly conversationId: string;
  readonly channel: 'msteams';
  readonly customer: { readonly id: string; readonly name: string; readonly locale?: string };
  readonly problem?: string;
  readonly transcript?: readonly {
    readonly from: 'customer' | 'copilot';
    readonly text: string;
    readonly at?: string;
  }[];
  readonly context?: Readonly<Record<string, unknown>>;
  readonly callbackUrl: string;
}

export interface SendBody {
  readonly sessionId: string;
  readonly messageId: string;
  readonly message: string;
  readonly sender: string;
  readonly timestamp: string;
  readonly kind: 'customer' | 'notice';
}

export interface EndBody {
  readonly sessionId: string;
  readonly reason: string;
}

const envelope = {
  sessionId: id,
  messageId: id,
  timestamp: z.iso.datetime({ offset: true }),
};

const seconds = z.number().nonnegative().max(1_000_000);

/** Body of `POST /api/messages/proactive`, by its type; a body without one is a message. */
export const callback = z.preprocess(
  (body) =>
    typeof body === 'object' && body !== null && !('type' in body) ? { ...body, type: 'message' } : body,
  z.discriminatedUnion('type', [
    z.object({
      ...envelope,
      type: z.literal('message'),
      message: z.string().min(1).max(250_000),
      sender: name,
    }),
    z.object({ ...envelope, type: z.literal('typing'), sender: name.optional() }),
    z.object({ ...envelope, type: z.literal('agent-joined'), sender: name }),
    z.object({ ...envelope, type: z.literal('agent-left'), sender: name }),
    z.object({ ...envelope, type: z.literal('agent-transferred'), sender: name }),
    z.object({
      ...envelope,
      type: z.literal('queue-position'),
      position: z.number().int().nonnegative().max(1_000_000),
      estimatedWaitSeconds: seconds.optional(),
    }),
    z.object({
      ...envelope,
      type: z.literal('session-ended'),
      reason: z.string().max(1024).optional(),
      message: z.string().max(250_000).optional(),
    }),
  ]),
);

export type Callback = z.infer<typeof callback>;
