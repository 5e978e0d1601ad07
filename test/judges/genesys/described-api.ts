import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';

/*
 * An OpenAPI description of Open Messaging that was derived from the types of Genesys' client 262.0.0, as a judge. Its schemas forbid
 * no further field, so that the names of fields are judged here as well.
 */

const file = join(
  process.env.VENDOR_SPECS ?? '../shared/specs',
  'genesys-open-messaging.derived.openapi.json',
);
const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: 'genesys', ...z.record(z.string(), z.unknown()).parse(document) });

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
});
const schemas = z
  .object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })
  .parse(document).components.schemas;

/** What is wrong with a value by one of the named schemas; empty for one that is as described. */
export function faultsBy(name: string, value: unknown): readonly string[] {
  const validate = ajv.compile({ $ref: `genesys#/components/schemas/${name}` });
  const errors = validate(value) ? [] : (validate.errors ?? []);
  return [
    ...errors.map(({ instancePath, message }) => `${instancePath} ${message}`),
    ...undescribed(schemas[name], value, ''),
  ];
}

/** Fields that a schema does not name, where it does not say that it takes others. */
function undescribed(schema: unknown, value: unknown, at: string): readonly string[] {
  const { $ref, properties, additionalProperties, items } = schemaShape.safeParse(schema).data ?? {};
  if ($ref !== undefined) return undescribed(schemas[$ref.split('/').at(-1) ?? ''], value, at);
  if (Array.isArray(value)) return value.flatMap((each, index) => undescribed(items, each, `${at}/${index}`));
  if (typeof value !== 'object' || value === null || properties === undefined) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    if (field in properties) return undescribed(properties[field], inner, `${at}/${field}`);
    return additionalProperties === undefined ? [`${at}/${field} is not described`] : [];
  });
}
