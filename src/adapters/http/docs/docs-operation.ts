import { html } from 'hono/html';
import type { ApiDocument } from '../server/api-routes.ts';
import { anchor, type Html, json, paragraphs, prose } from './html.ts';
import { type AnySchema, type Field, fieldsOf, resolved, sharedName, variantsOf } from './schemas.ts';

type Documented<Item> = Exclude<Item, { readonly $ref: string } | undefined>;
type PathItem = NonNullable<ApiDocument['paths']>[string];
export type Operation = NonNullable<PathItem['post']>;
type Components = NonNullable<ApiDocument['components']>;
type Answer = Documented<NonNullable<Components['responses']>[string]>;
type Media = NonNullable<Answer['content']>[string];

/** An operation and where it is. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const endpointId = ({ method, path, operation }: Endpoint): string =>
  operation.operationId ?? anchor(`${method}-${path}`);

/** The answers of an operation by their status. */
export function answersOf({ responses = {} }: Operation): readonly (readonly [string, Answer])[] {
  const all: Readonly<NonNullable<Components['responses']>> = responses;
  return Object.entries(all).flatMap(([status, answer]) =>
    '$ref' in answer ? [] : [[status, answer] as const],
  );
}

/** Everything about one operation, under an address of its own. */
export function operationSection(document: ApiDocument, endpoint: Endpoint): Html {
  const { method, path, operation } = endpoint;
  const id = endpointId(endpoint);
  return html`
<section class="operation" aria-labelledby="${id}">
  <h3 id="${id}"><a href="#${id}"><span class="method">${method.toUpperCase()}</span> <code>${path}</code></a></h3>
  <p class="summary">${prose(operation.summary ?? '')}</p>
  ${operation.description ? paragraphs(operation.description) : ''}
  ${headersTable(document, operation)}
  ${requestBody(document, operation)}
  ${answers(document, operation)}
</section>`;
}

/** The headers to send; a token is one of them, although OpenAPI tells it elsewhere. */
function headersTable(document: ApiDocument, { parameters = [], security = [] }: Operation): Html | string {
  const schemes = security.flatMap((each) => Object.keys(each));
  const tokens = schemes.flatMap((name) => {
    const scheme = document.components?.securitySchemes?.[name];
    if (!scheme || '$ref' in scheme || scheme.type !== 'http') return [];
    const meaning = `\`Bearer …\`. ${scheme.description ?? ''}`;
    return [{ name: 'Authorization', type: 'string', isRequired: true, limits: '', meaning }];
  });
  const headers = parameters.flatMap((parameter) => {
    if ('$ref' in parameter || parameter.in !== 'header' || !parameter.schema) return [];
    const { name, required = false, schema } = parameter;
    const properties = { [name]: schema };
    return fieldsOf(document, { type: 'object', properties, required: required ? [name] : [] });
  });
  const all = [...tokens, ...headers];
  return all.length === 0 ? '' : html`<h4>Headers</h4>${fieldsTable(all, 'Header')}`;
}

function requestBody(document: ApiDocument, { requestBody: body }: Operation): Html | string {
  const media = body && !('$ref' in body) ? body.content['application/json'] : undefined;
  if (!media?.schema) return '';
  const description = body && 'description' in body && body.description;
  return html`<h4>Body</h4>
  ${description ? html`<p>${prose(description)}</p>` : ''}
  ${schemaTables(document, media.schema)}
  ${examplesOf(media)}`;
}

/** The fields of a body; of one with several forms, first what they share. */
export function schemaTables(document: ApiDocument, schema: AnySchema): Html | string {
  const found = resolved(document, schema);
  if (!found.oneOf && !found.anyOf) {
    const fields = fieldsOf(document, found);
    return fields.length === 0 ? '' : fieldsTable(fields);
  }
  const { common, variants } = variantsOf(document, found);
  return html`${fieldsTable(common)}
  <p>And, by what it tells:</p>
  ${variants.map(({ title, fields }) => html`<h5>${title}</h5>${fieldsTable(fields)}`)}`;
}

const fieldRow = ({ name, type, isRequired, limits, meaning }: Field): Html => html`
    <tr><th scope="row"><code>${name}</code></th><td>${type}</td><td>${isRequired ? html`<span class="required">required</span>` : 'optional'}</td><td>${limits}</td><td>${prose(meaning)}</td></tr>`;

function fieldsTable(fields: readonly Field[], what = 'Field'): Html {
  return html`<div class="table" tabindex="0" role="region" aria-label="${what}s"><table class="fields">
    <thead><tr><th scope="col">${what}</th><th scope="col">Type</th><th scope="col">Required</th><th scope="col">Limits</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${fields.map(fieldRow)}</tbody>
  </table></div>`;
}

/** The first example in full, the others to be unfolded. */
function examplesOf({ example, examples = {} }: Media): Html | string {
  if (example !== undefined) return html`<p class="caption">Example</p>${json(example)}`;
  const all = Object.values(examples).flatMap((each) => ('$ref' in each ? [] : [each]));
  return html`${all.map(
    ({ summary, value }, index) =>
      html`<details ${index === 0 ? 'open' : ''}><summary>${summary ?? 'Example'}</summary>${json(value)}</details>`,
  )}`;
}

function answers(document: ApiDocument, operation: Operation): Html {
  const all = answersOf(operation);
  const details = all.map(([status, answer]) => answerDetails(document, status, answer));
  return html`<h4>Answers</h4>
  <div class="table" tabindex="0" role="region" aria-label="Answers"><table class="answers">
    <thead><tr><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">Headers</th><th scope="col">Body</th></tr></thead>
    <tbody>${all.map(([status, answer]) => answerRow(status, answer))}</tbody>
  </table></div>
  ${details}`;
}

function answerRow(status: string, { description, headers = {}, content = {} }: Answer): Html {
  const bodies = Object.entries(content).map(([type, { schema }]) => {
    const name = schema && sharedName(schema);
    return name
      ? html`<a href="#${anchor(name)}">${name}</a> <small>${type}</small>`
      : html`<small>${type}</small>`;
  });
  const names = Object.keys(headers).map((name) => html`<code>${name}</code> `);
  return html`
    <tr><th scope="row"><span class="status s${status.slice(0, 1)}">${status}</span></th><td>${prose(description)}</td><td>${names}</td><td>${bodies}</td></tr>`;
}

/** Bodies that only this operation answers are shown with it; shared ones have their own place. */
function answerDetails(document: ApiDocument, status: string, { content = {} }: Answer): Html | string {
  const media = content['application/json'];
  if (!media?.schema) return '';
  const isShared = sharedName(media.schema) !== undefined;
  if (isShared && media.example === undefined) return '';
  return html`<details><summary>Body of ${status}</summary>
  ${isShared ? '' : schemaTables(document, media.schema)}
  ${examplesOf(media)}</details>`;
}
