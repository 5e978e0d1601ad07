import { z } from 'zod';
import { usableId } from '../../http/requests/usable-id.ts';

/*
 * The API of Messaging for In-App and Web for custom clients, version 2, and its stream of events. Entries have a published schema
 * (salesforce-misc/interaction-service-apis); requests and refusals have none, so that what is not known is read loosely.
 */

/** Below the host of the deployment. */
export const apiPath = '/iamessage/api/v2';
export const streamPath = '/eventrouter/v1/sse';

/** Characters of one message. None is documented; agents read what is longer in pieces. */
export const longestText = 4_000;
/** Characters of one routing attribute, as a text field of Salesforce has them. */
export const longestAttribute = 255;
/** Entries of one page of a list, the most that there can be. */
export const pageSize = 50;
/** How the subject of a verified end user begins. */
export const verifiedSubject = 'v2/iamessage/AUTH/';

export interface TokenBody {
  readonly orgId: string;
  readonly esDeveloperName: string;
  readonly capabilitiesVersion: '1';
  readonly platform: 'Web';
  readonly context: { readonly appName: string; readonly clientVersion: string };
  readonly authorizationType: 'JWT';
  readonly customerIdentityToken: string;
}

export interface ConversationBody {
  readonly conversationId: string;
  readonly esDeveloperName: string;
  readonly routingAttributes: Readonly<Record<string, string>>;
}

export interface MessageBody {
  readonly message: {
    readonly id: string;
    readonly messageType: 'StaticContentMessage';
    readonly staticContent: { readonly formatType: 'Text'; readonly text: string };
  };
  readonly esDeveloperName: string;
  readonly isNewMessagingSession: false;
  readonly routingAttributes?: Readonly<Record<string, string>>;
}

export interface IndicatorBody {
  readonly entryType: 'TypingStartedIndicator';
  readonly id: string;
}

export interface ReceiptsBody {
  readonly acks: readonly {
    readonly id: string;
    readonly entryType: 'Delivery';
    readonly conversationEntryId: string;
  }[];
}

/** Where a stream begins: it comes as a text, and may come as a number. */
const eventId = z.union([z.string().min(1).max(128), z.number().int().transform(String)]);

export const tokenAnswer = z.object({
  accessToken: z.string().min(1).max(32_768),
  lastEventId: eventId.optional().catch(undefined),
  context: z
    .object({ endUser: z.object({ subject: z.string().max(1_024) }) })
    .optional()
    .catch(undefined),
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

const name = z.string().max(1_024).optional().catch(undefined);
const time = z.number().optional().catch(undefined);
const participant = z.object({ role: z.string().max(64), subject: name });

/** In a list a payload is an object, on the stream the text of one. */
const payload = z.unknown().transform((value) => (typeof value === 'string' ? parsed(value) : value));

const conversationEntry = z.object({
  identifier: usableId(200),
  entryType: z.string().max(64).optional(),
  entryPayload: payload,
  sender: participant.optional().catch(undefined),
  senderDisplayName: name,
  transcriptedTimestamp: time,
  clientTimestamp: time,
  visibilityStrategy: name,
});
export type ConversationEntry = z.infer<typeof conversationEntry>;

export const streamedEvent = z.object({ conversationId: z.string().max(256), conversationEntry });

const entries = z.array(conversationEntry.optional().catch(undefined)).max(1_000);

/** What is no entry in a list is left out. */
export const entriesAnswer = z
  .union([z.object({ conversationEntries: entries }).transform((its) => its.conversationEntries), entries])
  .transform((all) => all.filter((each) => each !== undefined));

/** Of a message that was taken. */
export const sayAnswer = z.object({ conversationEntries: z.array(z.unknown()).min(1) });
/** Of a conversation that is there. */
export const conversationAnswer = z.looseObject({});

const text = z.string().max(250_000).optional().catch(undefined);

export const messagePayload = z.object({
  abstractMessage: z.object({
    id: name,
    messageType: name,
    staticContent: z
      .object({
        formatType: name,
        text,
        attachments: z.array(z.object({ name })).max(1_000).optional().catch(undefined),
        linkItem: z
          .object({ titleItem: z.object({ title: text }).optional().catch(undefined), url: text })
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
    choices: z
      .object({
        text,
        title: z.object({ title: text }).optional().catch(undefined),
        optionItems: z
          .array(z.object({ titleItem: z.object({ title: text }).optional().catch(undefined) }))
          .max(1_000)
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});
export type AbstractMessage = z.infer<typeof messagePayload>['abstractMessage'];

export const participantsPayload = z.object({
  entries: z.array(z.object({ operation: name, displayName: name, participant })).max(100),
});

export const routingPayload = z.object({
  routingType: name,
  failureType: name,
  estimatedWaitTime: z
    .object({ estimatedWaitTimeInSeconds: z.number().min(0), isEWTRequested: z.boolean().optional() })
    .optional()
    .catch(undefined),
});

export const queuePayload = z.object({ position: z.coerce.number().int().min(1) });

export const statusPayload = z.object({ sessionStatus: z.string().max(64), sessionEndedByRole: name });

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // What is no JSON tells nothing.
    return undefined;
  }
}
