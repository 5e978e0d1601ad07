import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';

/*
 * The description of Chatwoot's client API, of a fork of 4.15.1, as a judge. It is OpenAPI 3.1, so that its schemas are JSON Schema
 * 2020-12 as they stand. It demands no field, so that the names of fields are judged here as well: a body has none that its schema
 * does not have, and an answer has all that are not named as left out.
 */

const file = join(process.env.VENDOR_SPECS ?? '../shared/specs', 'chatwoot-client_swagger.json');
const text = readFileSync(file, 'utf8');

const schemaSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
});
const media = z.object({ 'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }) });
const operationSchema = z.object({
  requestBody: z.object({ content: media }).optional(),
  responses: z.record(z.string(), z.object({ content: media.optional() })),
});
const document = z
  .object({
    paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
  })
  .parse(JSON.parse(text));

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
// A word of OpenAPI 3.0, which stands in a few places of this 3.1 without the type that Ajv wants beside it.
ajv.addSchema(
  JSON.parse(text, (key, value) => (key === 'nullable' ? undefined : value)),
  'chatwoot',
);

export interface Verdict {
  /** Names the schema, such as `public_message`, or says where it stands. */
  readonly by: string;
  /** Empty for a body that is as described. */
  readonly faults: readonly string[];
}

/** Judges a value by a schema that stands somewhere in the document, by its JSON pointer. */
function judge(pointer: string, schema: unknown, value: unknown): Verdict {
  const validate = ajv.getSchema(`chatwoot${pointer}`) ?? ajv.compile({ $ref: `chatwoot${pointer}` });
  const isValid = validate(value);
  const faults = isValid ? [] : (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`);
  return { by: nameOf(schema) ?? pointer, faults: [...faults, ...unknownIn(schema, value, '')] };
}

/** By one of the named schemas of the document. */
export const judgeBy = (name: string, value: unknown): Verdict =>
  judge(`#/components/schemas/${name}`, { $ref: `#/components/schemas/${name}` }, value);

const named = z.object({ $ref: z.string() });
const nameOf = (schema: unknown): string | undefined => {
  const ref = named.safeParse(schema).data?.$ref ?? named.safeParse(itemsOf(schema)).data?.$ref;
  return ref?.split('/').at(-1);
};

const itemsOf = (schema: unknown): unknown => z.object({ items: z.unknown() }).safeParse(schema).data?.items;

function resolved(schema: unknown): z.output<typeof schemaSchema> | undefined {
  const name = named.safeParse(schema).data?.$ref.split('/').at(-1);
  return name === undefined ? schemaSchema.safeParse(schema).data : document.components.schemas[name];
}

/** Fields that the schema does not have, at every depth that it describes. */
function unknownIn(schema: unknown, value: unknown, at: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => unknownIn(itemsOf(schema) ?? {}, each, `${at}[]`));
  const known = resolved(schema);
  if (typeof value !== 'object' || value === null || !known?.properties) return [];
  const isOpen = known.additionalProperties === true;
  return Object.entries(value).flatMap(([name, inner]) => {
    const described = known.properties?.[name];
    if (described === undefined) return isOpen ? [] : [`${at}/${name} is not described`];
    return unknownIn(described, inner, `${at}/${name}`);
  });
}

/** The fields of a schema that a value does not have. */
export function leftOutOf(name: string, value: object): readonly string[] {
  const known = Object.keys(document.components.schemas[name]?.properties ?? {});
  return known.filter((each) => !Object.keys(value).includes(each));
}

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

export interface Judged {
  /** As the document writes it; absent where it has none. */
  readonly operation?: string;
  readonly request?: Verdict;
  readonly response?: Verdict;
}

const verbs = /^(get|post|patch)$/;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    verbs.test(method)
      ? [{ path, method, pattern: patternOf(path), operation: operationSchema.parse(operation) }]
      : [],
  ),
);

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** What the document says of one exchange of the client API. */
export function judgeExchange({ method, path, body, status, answer }: Exchange): Judged {
  const found = operations.find((each) => each.method === method.toLowerCase() && each.pattern.test(path));
  if (!found) return {};
  const { requestBody, responses } = found.operation;
  const base = `#/paths/${found.path.replaceAll('~', '~0').replaceAll('/', '~1')}/${found.method}`;
  const request = requestBody && {
    request: judge(
      `${base}/requestBody/content/application~1json/schema`,
      requestBody.content['application/json'].schema,
      body,
    ),
  };
  const content = responses[String(status)]?.content;
  const response = content && {
    response: judge(
      `${base}/responses/${status}/content/application~1json/schema`,
      content['application/json'].schema,
      answer,
    ),
  };
  return { operation: `${method} ${found.path}`, ...request, ...response };
}
