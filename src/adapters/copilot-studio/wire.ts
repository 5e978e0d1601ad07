import { z } from 'zod';

const id = z.string().min(1).max(1024);
const name = z.string().max(256);

const account = z.looseObject({
  id: z.string().max(1024),
  name: name.optional(),
  aadObjectId: z.string().max(256).optional(),
  role: z.string().max(64).optional(),
});

/** The parts of an inbound activity that we use. Nulls have been removed before. */
export const inboundActivity = z.looseObject({
  type: z.string().min(1).max(64),
  id: id.optional(),
  channelId: z.string().min(1).max(256),
  serviceUrl: z.string().max(2048),
  conversation: z.looseObject({ id, tenantId: z.string().max(256).optional() }),
  from: account,
  recipient: account.optional(),
  name: z.string().max(256).optional(),
  text: z.string().max(250_000).optional(),
  locale: z.string().max(64).optional(),
  deliveryMode: z.string().max(64).optional(),
  value: z.unknown().optional(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().max(256).optional(), name: name.optional() }))
    .optional(),
  relatesTo: z
    .looseObject({ serviceUrl: z.string().max(2048).optional(), bot: z.looseObject({ id }).optional() })
    .optional(),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: z.string().max(256).optional() }).optional() })
    .optional(),
});

export type InboundActivity = z.infer<typeof inboundActivity>;

/** Copilot Studio sends null where it means absent, at any depth; the SDK and our schema know absence only. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== null && key !== '__proto__')
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}
