import { z } from 'zod';
import { type LiveChatId, liveChatId } from '../../../domain/ids.ts';
import { usableId } from '../../http/requests/usable-id.ts';

/*
 * The Messaging API of Dynamics 365 Contact Center (MicrosoftDocs/dynamics-365-contact-center, extend/api, of 2026-08-21). Its pages
 * spell names in different cases, so all are read in lower case, and null counts as absent.
 */

/** Below the organization's host. */
export const apiPath = '/api/v1.0/consumer';

/** UTF-16 code units of one message (error 30011). */
export const longestText = 6_000;
/** Bytes of the message that a conversation starts with. */
export const longestStartMessage = 27_000;
/** Values of a conversation's context (error 30010). */
export const mostContextValues = 100;
/** Characters of each field of a customer. */
export const longestCustomerField = 200;

export interface ContextItem {
  readonly isDisplayable: boolean;
  readonly value: string;
}

export interface CreateBody {
  readonly customercontext: { readonly customerid: string; readonly preferredname: string };
  readonly conversationcontext?: Readonly<Record<string, ContextItem>>;
  readonly conversationrequestid: string;
  readonly startmessage?: { readonly message: string; readonly displayname: string };
  readonly skipdeflectionbot: true;
}

interface ToConversation {
  readonly channelId: string;
  readonly conversation: { readonly id: string };
}

export type OutboundActivity = ToConversation &
  (
    | {
        readonly type: 'message';
        readonly id: string;
        readonly from: { readonly id: string; readonly name: string };
        readonly text: string;
        readonly channelData: Readonly<Record<string, Readonly<Record<string, string>>>>;
      }
    | { readonly type: 'typing'; readonly from: { readonly name: string } }
    | { readonly type: 'endOfConversation' }
  );

/** What we call ourselves in the `channelData` of a message, which keeps our own id of it. */
export const ownChannelData = 'handoff-bridge';

/** Names in lower case and no nulls, at every depth that any schema here reads. */
export function asMeant(value: unknown, levels = 8): unknown {
  if (typeof value !== 'object' || value === null || levels === 0) return value;
  if (Array.isArray(value))
    return value.filter((each) => each !== null).map((each) => asMeant(each, levels - 1));
  const known = Object.entries(value).filter(([name, inner]) => name !== '__proto__' && inner !== null);
  return Object.fromEntries(known.map(([name, inner]) => [name.toLowerCase(), asMeant(inner, levels - 1)]));
}

/** An id may come as a number; one that is none of either is as if it were absent. */
const looseId = z
  .union([usableId(512), z.number().int().transform(String)])
  .optional()
  .catch(undefined);

/** Ids of conversations are GUIDs, which callbacks may spell in another case than answers. */
export const conversationOf = (id: string): LiveChatId => liveChatId(id.toLowerCase());

export const createAnswer = z.object({ conversationid: usableId(256).transform(conversationOf) });

export const sendAnswer = z.object({ messageid: z.union([z.string().min(1), z.number()]) });

const person = z.object({
  id: looseId,
  name: z.string().max(256).optional().catch(undefined),
  role: z.string().max(64).optional().catch(undefined),
});

const attachment = z.object({ name: z.string().max(1024).optional().catch(undefined) });

const fieldsOfActivity = {
  id: looseId,
  text: z.string().max(250_000).optional(),
  from: person.optional(),
  attachments: z.array(attachment).max(1_000).optional(),
  channeldata: z.record(z.string(), z.unknown()).optional().catch(undefined),
};

/** A message as the list has it. */
const listedMessage = z.object({
  ...fieldsOfActivity,
  messageid: looseId,
  timestamp: z.string().max(64).optional().catch(undefined),
});
export type ListedMessage = z.infer<typeof listedMessage>;

/** What is no message in a list is left out. */
export const messagesAnswer = z.object({
  messages: z.array(listedMessage.optional().catch(undefined)),
  continuationtoken: z.string().max(1_024).optional().catch(undefined),
});

/** Its answer names no more than whether it can be had. */
export const conversationsAnswer = z.object({ conversations: z.array(z.unknown()) });

/** A callback. `name` says what happened, whether the type is `event` or `message`. */
export const activity = z.object({
  ...fieldsOfActivity,
  type: z.string().min(1).max(256),
  name: z.string().max(256).optional(),
  conversation: z.object({ id: usableId(256).optional() }).optional(),
  textformat: z.string().max(256).optional(),
  timestamp: z.string().max(64).optional().catch(undefined),
});
export type Activity = z.infer<typeof activity>;

/** Of `CCaaS_GetRepresentativeAvailabilityBeforeConversation`; its pages spell it in camel and in Pascal case. */
export const availabilityAnswer = z.object({
  isqueueavailable: z.boolean(),
  isagentavailable: z.boolean().optional(),
  positioninqueue: z.number().int().min(0).optional().catch(undefined),
  averagewaittimeinseconds: z.number().min(0).optional().catch(undefined),
  nexttransitiontime: z.string().max(64).optional().catch(undefined),
});
export type AvailabilityAnswer = z.infer<typeof availabilityAnswer>;
