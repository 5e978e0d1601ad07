import { readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { z } from 'zod';

/*
 * Salesforce's own schemas of conversation entries as a judge. They are no part of this project: `npm run test:judges` says so where
 * they are absent.
 */

const folder = process.env.VENDOR_SPECS ?? '../shared/specs';
const file = `${folder}/salesforce-conversation-public-components.yaml`;

const schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof schema>;
const document = z.object({
  info: z.object({ version: z.string() }),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

const components = document.parse(parse(readFileSync(file, 'utf8')));
const { schemas } = components.components;
export const version = components.info.version;

/** What is wrong with a body; empty when nothing is. */
export type Findings = readonly string[];

/*
 * A concrete type names its abstract one in `allOf`, and a property that has an abstract type means one of the concrete ones. Ajv
 * knows no such discriminators: an abstract type is made the choice among its concrete ones, and these keep its plain fields.
 */

const plain = (name: string): string => `${name}.plain`;
const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const discriminator = z.object({
  propertyName: z.string(),
  mapping: z.record(z.string(), z.string()).optional(),
});

function rewritten(value: unknown, isOwnBase = false): unknown {
  if (Array.isArray(value)) return value.map((each) => rewritten(each, isOwnBase));
  const own = schema.safeParse(value).data;
  if (own === undefined) return value;
  const { discriminator: _, example: __, ...rest } = own;
  const name = typeof rest.$ref === 'string' ? (rest.$ref.split('/').at(-1) ?? '') : '';
  // A description beside a reference would be taken for all of it by some.
  if (name !== '') return refTo(isOwnBase && schemas[name]?.discriminator ? plain(name) : name);
  return Object.fromEntries(
    Object.entries(rest).map(([key, each]) => [key, rewritten(each, key === 'allOf')]),
  );
}

/** A concrete type for each value of the property, as far as there is a type of that name; other values are those of the enum. */
function choiceOf(name: string, own: Schema): Schema {
  const { propertyName, mapping } = discriminator.parse(own.discriminator);
  const values = schemas[typeNamed(own, propertyName)]?.enum;
  const names = mapping
    ? Object.entries(mapping).map(([value, ref]) => [value, ref.split('/').at(-1) ?? ''] as const)
    : z
        .array(z.string())
        .catch([])
        .parse(values)
        .map((value) => [value, value] as const);
  const branches = names
    .filter(([, type]) => schemas[type] !== undefined)
    .map(([value, type]) => ({
      if: { properties: { [propertyName]: { const: value } }, required: [propertyName] },
      ...Object.fromEntries([['then', refTo(type)]]),
    }));
  return { allOf: [refTo(plain(name)), ...branches] };
}

function typeNamed(own: Schema, property: string): string {
  const properties = z.record(z.string(), z.object({ $ref: z.string().optional() })).parse(own.properties);
  return properties[property]?.$ref?.split('/').at(-1) ?? '';
}

/** It demands a field at the top that it does not have, and that each of its entries has. */
const mended = (name: string, own: Schema): Schema =>
  name === 'ParticipantChanged'
    ? JSON.parse(JSON.stringify(own).replace(',"required":["participant"]', ''))
    : own;

const judged = Object.fromEntries(
  Object.entries(schemas).flatMap(([name, own]): readonly (readonly [string, unknown])[] => {
    const whole = rewritten(mended(name, own));
    if (own.discriminator === undefined) return [[name, whole]];
    return [
      [plain(name), whole],
      [name, choiceOf(name, own)],
    ];
  }),
);

const ajv = new Ajv2019({ strict: false, allErrors: true });
addFormats.default(ajv);
// A number, as its type says.
ajv.addFormat('currency', true);
ajv.addSchema({ $id: 'salesforce', components: { schemas: judged } });

const compiled = new Map<string, ValidateFunction>();

/** By the type of this name, without fields that it does not have. */
function findingsBy(type: string, body: unknown): Findings {
  const validate =
    compiled.get(type) ??
    ajv.compile({ $ref: `salesforce#/components/schemas/${type}`, unevaluatedProperties: false });
  compiled.set(type, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${type}: ${instancePath} ${message}`);
}

/** Types of entries that have a schema, of those that a conversation with agents has. */
export const judgedTypes: readonly string[] = [
  'Message',
  'ParticipantChanged',
  'RoutingResult',
  'SessionStatusChanged',
];

const entry = z.looseObject({ entryType: z.string(), entryPayload: z.string() });

/** An entry as the stream has it, and what stands in its payload. */
export function findingsOfEntry(conversationEntry: unknown): Findings {
  const read = entry.safeParse(conversationEntry).data;
  if (read === undefined || !judgedTypes.includes(read.entryType))
    return ['it is no entry that has a schema'];
  return [
    ...findingsBy('ConversationEntry', conversationEntry),
    ...findingsBy(read.entryType, JSON.parse(read.entryPayload)),
  ];
}

/** What is said in a request. */
export const findingsOfMessage = (message: unknown): Findings => [
  ...findingsBy('AbstractMessage', message),
  ...findingsBy('AbstractStaticContent', Object(message).staticContent),
];
