import { z } from 'zod';

/* What Sunshine Conversations takes, with its limits. */

const metadataBytes = 4_096;
const metadata = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= metadataBytes)
  .default({});

export const userBody = z.object({
  externalId: z.string().min(1).max(1024),
  profile: z
    .object({
      givenName: z.string().min(1).max(128).exactOptional(),
      surname: z.string().min(1).max(128).exactOptional(),
      locale: z.string().min(1).max(64).exactOptional(),
    })
    .exactOptional(),
});

export const conversationBody = z.object({
  type: z.literal('personal'),
  participants: z.tuple([z.object({ userExternalId: z.string() })]),
  metadata,
});

export const messageBody = z.object({
  author: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('user'),
      userId: z.string().exactOptional(),
      userExternalId: z.string().exactOptional(),
      displayName: z.string().exactOptional(),
    }),
    z.object({ type: z.literal('business'), displayName: z.string().exactOptional() }),
  ]),
  content: z.object({ type: z.literal('text'), text: z.string().min(1).max(4096) }),
  metadata,
});

export const passControlBody = z.object({ switchboardIntegration: z.string().min(1), metadata });
export const releaseControlBody = z.object({ metadata });
