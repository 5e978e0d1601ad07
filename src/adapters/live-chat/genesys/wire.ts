import { z } from 'zod';
import { usableId } from '../../http/requests/usable-id.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';

/*
 * Genesys Cloud's Open Messaging API and what of conversations is read, from the types of its SDK 262.0.0. Of answers, only what is
 * read is named. Genesys writes null for what is absent.
 */

/** Characters of a message. Genesys names no limit. */
export const longestText = 4_000;

/* What we send. */

/** A person who writes. Each session is one of its own: messages of one `id` are one conversation. */
interface From {
  readonly id: string;
  readonly idType: 'Opaque';
  readonly nickname: string;
}

export interface InboundMessage {
  readonly channel: {
    readonly from: From;
    /** ISO 8601. */
    readonly time: string;
    readonly messageId: string;
    /** Participant data, which a flow of the operator can read. */
    readonly metadata?: { readonly customAttributes: Readonly<Record<string, string>> };
  };
  readonly text: string;
}

export interface InboundTyping {
  readonly channel: { readonly from: From; readonly time: string };
  readonly events: readonly [{ readonly eventType: 'Typing' }];
}

/** What became of an agent's message. */
export type InboundReceipt = {
  /** Of the agent's message. */
  readonly id: string;
  readonly channel: { readonly to: { readonly id: string }; readonly time: string };
  readonly isFinalReceipt: true;
} & (
  | { readonly status: 'Delivered' }
  | {
      readonly status: 'Failed';
      readonly reasons: readonly [{ readonly code: 'GeneralError'; readonly message: string }];
    }
);

/* What is answered. */

const id = usableId(256);
const word = z.string().max(1_000).optional().catch(undefined);
const named = z.object({ id }).optional().catch(undefined);

export const asMeant = (body: unknown): unknown => withoutNulls(body);

export const messageAnswer = z.object({ id: id.optional(), conversationId: id });

/** The look-up names a message by its id, the topic of a queue by an object with one. */
const listedMessage = z
  .object({ messageId: id.optional().catch(undefined), message: named })
  .transform(({ messageId, message }) => messageId ?? message?.id);

const participant = z.object({
  id,
  name: word,
  purpose: word.transform((text) => text?.toLowerCase()),
  state: word.transform((text) => text?.toLowerCase()),
  connectedTime: word,
  endTime: word,
  disconnectType: word.transform((text) => text?.toLowerCase()),
  queue: named,
  monitoredParticipantId: word,
  messages: z.array(listedMessage).optional().catch(undefined),
});
export type Participant = z.output<typeof participant>;

/** A conversation as it is looked up, and as a queue's topic tells it. */
export const conversation = z.object({ id, participants: z.array(participant).max(1_000) });
export type Conversation = z.output<typeof conversation>;

const attachment = z.object({ url: z.string().max(8_192).optional().catch(undefined) });
const content = z.object({ attachment: attachment.optional().catch(undefined) });

/** A message in the form that the webhook brings and that can be looked up. */
export const normalizedMessage = z.object({
  id: id.optional(),
  type: word,
  channel: z.object({ messageId: word, time: word }).optional().catch(undefined),
  text: z.string().max(250_000).optional(),
  content: z.array(content).max(100).optional().catch(undefined),
  direction: word,
  originatingEntity: word,
});
export type NormalizedMessage = z.output<typeof normalizedMessage>;

export const messagesAnswer = z.object({
  entities: z.array(
    z.object({
      id: id.optional().catch(undefined),
      direction: word,
      providerMessageId: word,
      timestamp: word,
      normalizedMessage: normalizedMessage.optional().catch(undefined),
    }),
  ),
});
export type ReadMessage = z.output<typeof messagesAnswer>['entities'][number];

export const channelAnswer = z.object({ id, connectUri: z.string().max(2_048) });
export const channelsAnswer = z.object({ entities: z.array(z.unknown()) });

/** What became of each topic of a channel. */
export const topicsAnswer = z.object({
  entities: z.array(z.object({ id: word, state: word, rejectionReason: word })),
});

export const waitAnswer = z.object({
  results: z.array(z.object({ estimatedWaitTimeSeconds: z.number().nonnegative() })),
});

export const observationsAnswer = z.object({
  results: z
    .array(
      z.object({
        data: z
          .array(
            z.object({ metric: z.string(), stats: z.object({ count: z.number().optional() }).optional() }),
          )
          .optional(),
      }),
    )
    .optional(),
});

export const integrationAnswer = z.object({ id, name: word, outboundNotificationWebhookUrl: word });

/** Each refusal of the platform's own has a code, such as `bad.request`. */
const errorBody = z.object({ code: z.string().min(1), message: z.string().optional() });

/** The code of a refusal; absent for an answer of anything before the platform. */
export const refusalCode = (body: unknown): string | undefined =>
  errorBody.safeParse(asMeant(body)).data?.code;

/** A topic's event on the socket. */
export const frame = z.object({ topicName: z.string().max(512), eventBody: z.unknown().optional() });
export type Frame = z.output<typeof frame>;
