import type { ApiDocument } from '../server/api-routes.ts';

export type AnySchema = NonNullable<NonNullable<ApiDocument['components']>['schemas']>[string];
export type Schema = Exclude<AnySchema, { readonly $ref: string }>;

/** One field of a body, as a reader needs it. Fields within fields are named `customer.name`, `transcript[].text`. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly limits: string;
  readonly meaning: string;
}

/** One form that a body can take. */
export interface Variant {
  readonly title: string;
  readonly fields: readonly Field[];
}

const prefix = '#/components/schemas/';

/** The name of a schema that the document shares. */
export const sharedName = (schema: AnySchema): string | undefined =>
  '$ref' in schema ? schema.$ref.slice(prefix.length) : undefined;

/** Throws when a reference leads nowhere: such a document is a defect. */
export function resolved(document: ApiDocument, schema: AnySchema): Schema {
  if (!('$ref' in schema)) return schema;
  const found = document.components?.schemas?.[schema.$ref.slice(prefix.length)];
  if (!found) throw new Error(`the document has no ${schema.$ref}`);
  return resolved(document, found);
}

/** The fields of a body, those inside of others included, in the document's order. */
export function fieldsOf(document: ApiDocument, schema: AnySchema, inside = ''): readonly Field[] {
  const { properties = {}, required = [] } = resolved(document, schema);
  return Object.entries(properties).flatMap(([key, each]) => {
    const property = resolved(document, each);
    // What must not be there is no field.
    if (property.not) return [];
    const name = `${inside}${key}`;
    const field = {
      name,
      type: typeOf(document, property),
      isRequired: required.includes(key),
      limits: limitsOf(property).join(', '),
      meaning: property.description ?? '',
    };
    const items = property.items && resolved(document, property.items);
    const within = items ? fieldsOf(document, items, `${name}[].`) : fieldsOf(document, property, `${name}.`);
    return [field, ...within];
  });
}

/** What a body that has several forms has in common, and what each form adds. */
export function variantsOf(
  document: ApiDocument,
  schema: Schema,
): { readonly common: readonly Field[]; readonly variants: readonly Variant[] } {
  const forms = formsOf(document, schema);
  const fields = forms.map((form) => fieldsOf(document, form));
  const isCommon = (field: Field) => fields.every((each) => each.some((other) => isSame(field, other)));
  return {
    common: fields[0]?.filter(isCommon) ?? [],
    variants: forms.map((form, index) => ({
      title: form.description ?? form.title ?? '',
      fields: (fields[index] ?? []).filter((field) => !isCommon(field)),
    })),
  };
}

/** Each form by itself, also where a form has forms of its own. */
function formsOf(document: ApiDocument, schema: AnySchema): readonly Schema[] {
  const { oneOf, anyOf, ...only } = resolved(document, schema);
  const forms = oneOf ?? anyOf;
  return forms ? forms.flatMap((each) => formsOf(document, each)) : [only];
}

const isSame = (one: Field, other: Field): boolean => JSON.stringify(one) === JSON.stringify(other);

function typeOf(document: ApiDocument, schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) return `list of ${typeOf(document, resolved(document, schema.items))}`;
  const type = [schema.type ?? 'anything'].flat().join(' | ');
  return schema.format ? `${type} (${schema.format})` : type;
}

const count = (value: number): string => value.toLocaleString('en-GB');

function limitsOf({ minLength, maxLength, minimum, maximum, maxItems }: Schema): readonly string[] {
  const limits: string[] = [];
  if (maxLength !== undefined)
    limits.push(`${minLength ? `${count(minLength)} to ` : 'up to '}${count(maxLength)} characters`);
  else if (minLength !== undefined) limits.push(`at least ${count(minLength)} characters`);
  if (minimum !== undefined) limits.push(`at least ${count(minimum)}`);
  if (maximum !== undefined) limits.push(`at most ${count(maximum)}`);
  if (maxItems !== undefined) limits.push(`at most ${count(maxItems)} items`);
  return limits;
}
