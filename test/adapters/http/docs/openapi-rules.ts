import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDocument } from '../../../../src/adapters/http/server/api-routes.ts';

type PathItem = NonNullable<ApiDocument['paths']>[string];
type Operation = NonNullable<PathItem['post']>;

interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export function operationsOf({ paths = {}, webhooks = {} }: ApiDocument): readonly Described[] {
  return Object.entries({ ...webhooks, ...paths }).flatMap(([path, item]) =>
    Object.entries(item as PathItem).flatMap(([method, operation]) =>
      method === 'get' || method === 'post' || method === 'delete'
        ? [{ method, path, operation: operation as Operation }]
        : [],
    ),
  );
}

/** Every `$ref`, wherever it stands. */
export function referencesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesOf(inner),
  );
}

interface Exchange {
  readonly request?: unknown;
  readonly status?: number;
  readonly body?: unknown;
}

/** What the document says against a request or an answer of an operation; empty when they fit. */
export function fits(document: ApiDocument, operationId: string, exchange: Exchange): readonly string[] {
  const operation = operationsOf(document).find(
    (each) => each.operation.operationId === operationId,
  )?.operation;
  if (!operation) return [`there is no ${operationId}`];
  if ('request' in exchange) return against(document, contentOf(operation.requestBody), exchange.request);
  const answer: unknown = operation.responses?.[String(exchange.status)];
  if (answer === undefined) return [`${exchange.status} is not declared`];
  return against(document, contentOf(answer), exchange.body);
}

interface Media {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

function contentOf(described: unknown): Readonly<Record<string, Media>> {
  const isDescribed = typeof described === 'object' && described !== null && 'content' in described;
  return isDescribed ? (described.content as Readonly<Record<string, Media>>) : {};
}

function against(
  document: ApiDocument,
  content: Readonly<Record<string, Media>>,
  body: unknown,
): readonly string[] {
  const schema = Object.values(content)[0]?.schema;
  if (!schema) return ['no body is declared'];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  const absolute: object = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
  const validate = ajv.compile(absolute);
  validate(body);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Every example of a request or an answer, as the exchange that it stands for. */
export function examplesOf(document: ApiDocument): readonly (Exchange & { readonly operationId: string })[] {
  return operationsOf(document).flatMap(({ operation }) => {
    const { operationId = '', requestBody, responses = {} } = operation;
    const requests = valuesOf(contentOf(requestBody)).map((request) => ({ operationId, request }));
    const answers = Object.entries(responses).flatMap(([status, answer]) =>
      valuesOf(contentOf(answer)).map((body) => ({ operationId, status: Number(status), body })),
    );
    return [...requests, ...answers];
  });
}

function valuesOf(content: ReturnType<typeof contentOf>): readonly unknown[] {
  return Object.values(content).flatMap(({ example, examples = {} }) => [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples).map(({ value }) => value),
  ]);
}
