import { readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { z } from 'zod';

/*
 * Zendesk's own description of Sunshine Conversations as a judge. It is no part of this project: `npm run test:judges` says so
 * where it is absent.
 */

const folder = process.env.VENDOR_SPECS ?? '../shared/specs';
const file = `${folder}/zendesk-sunshine-conversations-v2.openapi.yaml`;

const schema = z.record(z.string(), z.unknown());
const content = z.object({ content: z.object({ 'application/json': z.object({ schema }) }) });
const operation = z.object({
  requestBody: content.optional().catch(undefined),
  responses: z.record(z.string(), z.unknown()),
});
const document = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), schema),
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
  }),
});

type Schema = z.infer<typeof schema>;

const specification = document.parse(parse(readFileSync(file, 'utf8')));
export const version = specification.info.version;

/** What is wrong with a body; empty when nothing is. */
export type Findings = readonly string[];

/* Ajv knows OpenAPI's `nullable` beside a `type` alone, and its discriminators without `allOf`: both are rewritten. */

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (!isSchema(value)) return value;
  const { nullable, discriminator, example: _, ...rest } = value;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, rewritten(each)]));
  const chosen = choice.safeParse({ ...rest, discriminator }).data;
  const plain = chosen === undefined ? inner : byType(inner, chosen);
  return nullable === true ? { anyOf: [{ type: 'null' }, plain] } : plain;
}

const choice = z.object({
  oneOf: z.array(z.object({ $ref: z.string() })),
  discriminator: z.object({ propertyName: z.string(), mapping: z.record(z.string(), z.string()).optional() }),
});

/** One `if` for each value of the property, and no other value. */
function byType({ oneOf: _, ...rest }: Schema, { oneOf, discriminator }: z.infer<typeof choice>): Schema {
  const { propertyName: name, mapping } = discriminator;
  const refs = mapping ?? Object.fromEntries(oneOf.map(({ $ref }) => [$ref.split('/').at(-1), $ref]));
  const branches = Object.entries(refs).map(([value, $ref]) => ({
    if: { properties: { [name]: { const: value } }, required: [name] },
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's.
    then: { $ref },
  }));
  const known = { required: [name], properties: { [name]: { enum: Object.keys(refs) } } };
  return { ...rest, allOf: [known, ...branches] };
}

const ajv = new Ajv2019({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'zendesk', components: { schemas: rewritten(specification.components.schemas) } });

const compiled = new Map<string, ValidateFunction>();

function findingsOf(key: string, judged: Schema, body: unknown): Findings {
  const validate = compiled.get(key) ?? ajv.compile(judged);
  compiled.set(key, validate);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${key}: ${instancePath} ${message}`);
}

const within = (value: unknown): Schema =>
  JSON.parse(JSON.stringify(rewritten(value)).replaceAll('"#/components/', '"zendesk#/components/'));

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** The operation of a request, by the specification's own paths. */
function operationOf({ method, path }: Exchange) {
  const own = path.replace(/^.*(?=\/v2\/)/, '');
  for (const [template, operations] of Object.entries(specification.paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const found = operation.safeParse(operations[method.toLowerCase()]).data;
    if (pattern.test(own) && found) return { name: `${method} ${template}`, ...found };
  }
  return undefined;
}

/** A request has to be one of the specification's, and to have no field that it does not know. */
export function findingsOfRequest(exchange: Exchange): Findings {
  const asked = operationOf(exchange);
  if (asked === undefined) return [`${exchange.method} ${exchange.path} is no operation`];
  const { requestBody, name } = asked;
  if (requestBody === undefined) return exchange.body === undefined ? [] : [`${name} takes no body`];
  const judged = {
    allOf: [within(requestBody.content['application/json'].schema)],
    unevaluatedProperties: false,
  };
  return findingsOf(name, judged, exchange.body);
}

/** An answer is judged by the status that it has; the refusals that are not described, as all refusals are. */
export function findingsOfAnswer(exchange: Exchange): Findings {
  const asked = operationOf(exchange);
  if (asked === undefined) return [`${exchange.method} ${exchange.path} is no operation`];
  const described = content.safeParse(asked.responses[String(exchange.status)]).data;
  const key = `${asked.name} ${exchange.status}`;
  if (described)
    return findingsOf(key, within(described.content['application/json'].schema), exchange.answer);
  if (exchange.status < 400) return [`${key} is not described`];
  return findingsOf(
    'refusal',
    { $ref: 'zendesk#/components/schemas/errorResponse', required: ['errors'] },
    exchange.answer,
  );
}

/** The component of an event, by its type: the schema of the whole accepts anything. */
const eventComponents: ReadonlyMap<string, string> = new Map([
  ['conversation:message', 'conversationMessageEvent'],
  ['switchboard:passControl', 'switchboardPassControl'],
  ['switchboard:passControl:failure', 'switchboardPassControlFailure'],
  ['switchboard:releaseControl', 'switchboardReleaseControl'],
]);

export const eventTypes = [...eventComponents.keys()];

const event = z.looseObject({ type: z.string(), payload: z.looseObject({}) });
const webhook = z.object({
  app: z.looseObject({ id: z.string() }),
  webhook: z.looseObject({ id: z.string(), version: z.literal('v2') }),
  events: z.array(event).min(1),
});

export function findingsOfWebhook(body: unknown): Findings {
  const batch = webhook.safeParse(body);
  if (!batch.success) return batch.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  return batch.data.events.flatMap((each) => {
    const component = eventComponents.get(each.type);
    if (component === undefined) return [`${each.type} is not expected`];
    return findingsOf(component, { $ref: `zendesk#/components/schemas/${component}` }, each);
  });
}

const webhookLike = z.object({ events: z.array(z.unknown()) });

/** The specification's own examples of webhooks, by name. */
export const webhookExamples: readonly (readonly [string, unknown])[] = Object.entries(
  specification.components.examples,
).flatMap(([name, { value }]) => (webhookLike.safeParse(value).success ? [[name, value] as const] : []));
