import { partsOf } from '../../../settings/texts.ts';

/** What a ticket of Zendesk gets beside the conversation. */
export interface TicketSettings {
  /** Id of the ticket field for our own id of the session. */
  readonly sessionField: string | undefined;
  readonly contextFields: readonly ContextField[];
  /** `{session}` in one stands for our own id of the session. */
  readonly tags: readonly string[];
}

export interface ContextField {
  /** A name at the top of the context. */
  readonly name: string;
  /** Id of the ticket field. */
  readonly field: string;
}

export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** For `setting`: `name=field id` pairs, comma-separated. */
export function contextFieldsIn(text: string): readonly ContextField[] | undefined {
  const fields = partsOf(text).map((part) => {
    const [, name, field] = /^(.+?)\s*=\s*(\d{1,20})$/.exec(part) ?? [];
    return name === undefined || field === undefined ? undefined : { name, field };
  });
  const good = fields.filter((field) => field !== undefined);
  return good.length > 0 && good.length === fields.length ? good : undefined;
}

/** For `setting`: tags, comma-separated. */
export function tagsIn(text: string): readonly string[] | undefined {
  const tags = partsOf(text);
  return tags.length > 0 && tags.every((tag) => tag.length <= 80 && !/\s/.test(tag)) ? tags : undefined;
}

/** Bytes of a metadata object of Sunshine Conversations, less some for what else is in it. */
const maxBytes = 3_500;

/**
 * The ticket's fields as metadata, which is flat and takes 4 KB. Values of the context that have no room are left out: the agent
 * reads all of it as a message.
 */
export function ticketMetadata(
  { sessionField, contextFields, tags }: TicketSettings,
  sessionId: string,
  context: Readonly<Record<string, unknown>> = {},
): Metadata {
  const own: Record<string, string> = {};
  if (sessionField !== undefined) own[`dataCapture.ticketField.${sessionField}`] = sessionId;
  const named = tags.map((tag) => tag.replaceAll('{session}', sessionId));
  if (named.length > 0) own['dataCapture.systemField.tags'] = named.join(',');
  const metadata: Record<string, string | number | boolean> = { ...own };
  const values = new Map(Object.entries(context));
  for (const { name, field } of contextFields) {
    const value = flat(values.get(name));
    if (value === undefined) continue;
    const key = `dataCapture.ticketField.${field}`;
    if (bytesOf({ ...metadata, [key]: value }) <= maxBytes) metadata[key] = value;
  }
  return metadata;
}

const bytesOf = (metadata: Metadata): number => Buffer.byteLength(JSON.stringify(metadata));

/** Metadata takes texts, numbers and booleans alone. */
function flat(value: unknown): string | number | boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
