import { z } from 'zod';
import { fieldOf } from '../http/requests/field-of.ts';
import { Problem } from '../http/requests/problem.ts';
import { parseJsonObject } from '../http/requests/read-json.ts';
import { withoutBlanks } from '../http/requests/without-nulls.ts';
import { type InboundActivity, inboundActivity } from './inbound-activity.ts';
import { fieldsIn } from './json-fields.ts';

const { shape } = inboundActivity;
const account = shape.from.unwrap();
const conversation = shape.conversation;
const relatesTo = shape.relatesTo.unwrap();
const channelData = shape.channelData.unwrap();

/** Names are cut where they are shown, and everything else of a person but the id is of little weight. */
const person = account.extend({
  name: z.string().optional().catch(undefined),
  aadObjectId: account.shape.aadObjectId.catch(undefined),
  role: account.shape.role.catch(undefined),
});

/** An activity whose optional parts are left out where they are odd: they must not cost the customer their words. */
const tolerantActivity = inboundActivity.extend({
  conversation: conversation.extend({
    tenantId: conversation.shape.tenantId.catch(undefined),
    conversationType: conversation.shape.conversationType.catch(undefined),
  }),
  from: person.optional(),
  recipient: person.optional().catch(undefined),
  name: shape.name.catch(undefined),
  locale: shape.locale.catch(undefined),
  deliveryMode: shape.deliveryMode.catch(undefined),
  attachments: shape.attachments.catch(undefined),
  entities: shape.entities.catch(undefined),
  timestamp: shape.timestamp.catch(undefined),
  replyToId: shape.replyToId.catch(undefined),
  relatesTo: relatesTo
    .extend({
      serviceUrl: relatesTo.shape.serviceUrl.catch(undefined),
      bot: relatesTo.shape.bot.catch(undefined),
    })
    .optional()
    .catch(undefined),
  channelData: channelData
    .extend({
      tenant: channelData.shape.tenant.catch(undefined),
      eventType: channelData.shape.eventType.catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** These have a sender whose words or wishes they are; other activities may come without one. */
const needsSender = new Set(['message', 'event']);

/** What stands for a field that a caller need not send. */
export type AssumedFields = Partial<Pick<InboundActivity, 'channelId'>>;

/** The activity in a request's body, parsed as JSON. Throws a 400 that names the field where something is wrong that matters. */
export function readActivity(
  sent: Readonly<Record<string, unknown>>,
  assumed?: AssumedFields,
): InboundActivity {
  const fields = asSent(sent);
  const parsed = tolerantActivity.safeParse(assumed ? { ...assumed, ...fieldsIn(fields) } : fields);
  if (!parsed.success) throw notValid(fieldOf(parsed.error));
  if (parsed.data.from === undefined && needsSender.has(parsed.data.type)) throw notValid('from');
  return parsed.data;
}

const notValid = (field: string) => new Problem(400, `The activity is not valid: ${field}.`, { field });

/**
 * Copilot Studio sends null, and other clients empty text, where they mean absent, at any depth; the SDK and our schema
 * know absence only. What a topic passes in `value` stays as it is: a key that is there counts even when a blank
 * variable left it null.
 */
function asSent({ value, channelData, attachments, ...rest }: Readonly<Record<string, unknown>>): unknown {
  const lists = { channelData: objectIn(channelData), attachments: listOf(attachments) };
  const known = withoutBlanks({ ...rest, ...lists });
  return value === undefined || value === null ? known : Object.assign({}, known, { value });
}

function listOf(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** What belongs to the channel may come as JSON text. */
function objectIn(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJsonObject(value);
  } catch {
    // Text that is no JSON tells us nothing.
    return undefined;
  }
}
