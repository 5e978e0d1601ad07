import { z } from 'zod';
import { usableId } from '../http/requests/usable-id.ts';

const id = usableId(1024);
const name = z.string().max(256);

const account = z.looseObject({
  id,
  name: name.optional(),
  aadObjectId: z.string().max(256).optional().describe('The Microsoft Entra id of a person.'),
  role: z.string().max(64).optional(),
});

/** The parts of an inbound activity that we use. Blanks have been removed before. */
export const inboundActivity = z
  .looseObject({
    type: z
      .string()
      .min(1)
      .max(64)
      .describe('`event` and `message` are the actions of the skill; a connected agent gets messages.'),
    id: id.optional().describe('A repeat keeps it, has no further effect, and gets the same reply.'),
    channelId: z
      .string()
      .min(1)
      .max(256)
      .describe(
        'Where the customer is. A conversation in `msteams` can have a handoff, in a channel of `HANDOFF_CHANNELS`, and any that a connected agent is called in.',
      ),
    serviceUrl: z
      .string()
      .max(8192)
      .describe(
        'Where replies go. Its host has to be on the list of allowed ones. A connected agent’s carries its own right, and is a secret.',
      ),
    conversation: z.looseObject({
      id,
      tenantId: z.string().max(256).optional(),
      conversationType: z.string().max(64).optional().describe('`personal`, `groupChat` or `channel`.'),
    }),
    from: account
      .optional()
      .describe('Who speaks. An event and a message need it; elsewhere it is the customer.'),
    recipient: account
      .optional()
      .describe(
        'The bridge. Its `role`, in any casing, is `skill`, or `connectoruser` where it is called as a connected agent.',
      ),
    name: z
      .string()
      .max(256)
      .optional()
      .describe('Of an event: `startConversation` or `endConversation`. Others change nothing.'),
    text: z.string().max(250_000).optional().describe('Of a message: what the customer says.'),
    locale: z.string().max(64).optional().describe('BCP 47, such as `en-GB`.'),
    deliveryMode: z
      .string()
      .max(64)
      .optional()
      .describe(
        '`expectReplies` wants the replies in the answer, and of a connected agent `stream` as server-sent events; otherwise they are sent to `serviceUrl`.',
      ),
    value: z
      .unknown()
      .optional()
      .describe(
        'The inputs of the action, as the skill’s manifest names them: an object, or the same as JSON text.',
      ),
    attachments: z
      .array(z.unknown())
      .optional()
      .describe('The agent is told what they are and their names; they do not cross themselves.'),
    relatesTo: z
      .looseObject({ serviceUrl: z.string().max(2048).optional(), bot: z.looseObject({ id }).optional() })
      .optional()
      .describe('The customer’s conversation with the copilot.'),
    timestamp: z.string().max(64).optional(),
    replyToId: z.string().max(1024).optional(),
    entities: z.array(z.unknown()).optional(),
    channelData: z
      .looseObject({
        tenant: z.looseObject({ id: z.string().max(256).optional() }).optional(),
        eventType: z
          .string()
          .max(64)
          .optional()
          .describe('`editMessage`, `softDeleteMessage` or `undeleteMessage`.'),
      })
      .optional(),
  })
  .meta({ id: 'Activity' });

export type InboundActivity = z.infer<typeof inboundActivity>;

/** An activity, and which copilot has sent it. */
export interface ReceivedActivity {
  readonly activity: InboundActivity;
  /** The copilot's app. */
  readonly callerAppId: string;
}
