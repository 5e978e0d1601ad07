import type { ApiDocument } from '../server/api-routes.ts';

type Json = Readonly<Record<string, unknown>>;

const prefix = '#/components/schemas/';

/**
 * The same document, in which each optional field of a request may be null, as the bridge reads it. The schemas of the routes
 * know absence only, since nulls are taken out before they see a body.
 */
export function admitNulls(document: ApiDocument): ApiDocument {
  const schemas = jsonOf(document.components?.schemas);
  const reached = new Set<string>();
  for (const body of requestBodies(document)) referencesIn(body, schemas, reached);
  const admitted = Object.entries(schemas).map(([name, schema]) => [
    name,
    reached.has(name) ? withNulls(schema) : schema,
  ]);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(admitted) } };
}

const requestBodies = ({ paths = {} }: ApiDocument): readonly unknown[] =>
  Object.values(paths).flatMap((item) =>
    Object.values(item).map((operation) => jsonOf(operation).requestBody),
  );

/** Collects the names of all schemas that a value refers to, and that these refer to. */
function referencesIn(value: unknown, schemas: Json, reached: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '$ref' || typeof inner !== 'string') {
      referencesIn(inner, schemas, reached);
      continue;
    }
    const name = inner.slice(prefix.length);
    if (reached.has(name)) continue;
    reached.add(name);
    referencesIn(schemas[name], schemas, reached);
  }
}

function withNulls(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNulls);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner: Json = Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, withNulls(each)]));
  if (inner.properties === undefined) return inner;
  const required: unknown[] = Array.isArray(inner.required) ? inner.required : [];
  const properties = Object.entries(jsonOf(inner.properties)).map(([name, property]) => [
    name,
    required.includes(name) ? property : orNull(jsonOf(property)),
  ]);
  return { ...inner, properties: Object.fromEntries(properties) };
}

function orNull(schema: Json): Json {
  const { type, description } = schema;
  // What says nothing of its type admits null already, or must not be there.
  const saysNothing =
    type === undefined && !['$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const'].some((key) => key in schema);
  if (saysNothing) return schema;
  const isPlain = typeof type === 'string' && !('enum' in schema) && !('const' in schema);
  if (isPlain) return { ...schema, type: [type, 'null'] };
  return { ...(description !== undefined && { description }), anyOf: [schema, { type: 'null' }] };
}

const jsonOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
