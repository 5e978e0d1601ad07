import { z } from 'zod';

/** The bodies of the reference contract. Names that it does not know are ignored, so that it can grow. */

const id = z.string().min(1).max(256);
const name = z.string().min(1).max(256);
const text = z.string().min(1).max(250_000);
const time = z.iso.datetime({ offset: true });

/** Levels of nesting in a context: what is deeper cannot be written as JSON again. */
const deepestContext = 64;
const context = z
  .record(z.string(), z.unknown())
  .refine((value) => !isDeeperThan(value, deepestContext), 'is nested too deeply');

export const startBody = z.object({
  conversationId: id,
  channel: z.string().min(1).max(256),
  customer: z.object({ id: z.string().max(1_024), name, locale: z.string().max(64).exactOptional() }),
  problem: text.exactOptional(),
  transcript: z
    .array(
      z.object({
        from: z.enum(['customer', 'copilot']),
        text: z.string().max(100_000),
        at: time.exactOptional(),
      }),
    )
    .max(1_000)
    .exactOptional(),
  context: context.exactOptional(),
  callbackUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .exactOptional(),
});

export const sendBody = z.object({
  sessionId: id,
  messageId: z.string().min(1).max(1_100),
  message: text,
  sender: name,
  timestamp: time,
  kind: z.enum(['customer', 'notice']).exactOptional(),
});

export const endBody = z.object({ sessionId: id, reason: z.string().min(1).max(200) });

export type StartBody = Readonly<z.infer<typeof startBody>>;
export type SendBody = Readonly<z.infer<typeof sendBody>>;
export type EndBody = Readonly<z.infer<typeof endBody>>;

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

export interface BadBody {
  readonly error: string;
  readonly field: string;
}

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly bad: BadBody };

export function read<T>(schema: z.ZodType<T>, body: unknown): Read<T> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ok: false, bad: { error: 'the body must be a JSON object', field: 'body' } };
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.') || 'body';
  return { ok: false, bad: { error: `${field}: ${issue?.message ?? 'is not as expected'}`, field } };
}
