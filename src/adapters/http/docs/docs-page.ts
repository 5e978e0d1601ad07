import { html } from 'hono/html';
import type { ApiDocument } from '../server/api-routes.ts';
import { answersOf, type Endpoint, endpointId, operationSection, schemaTables } from './docs-operation.ts';
import { anchor, type Html, paragraphs, prose } from './html.ts';
import { sharedName } from './schemas.ts';

/** Operations that belong together, by who calls whom. */
interface Group {
  readonly title: string;
  readonly document: ApiDocument;
  readonly endpoints: readonly Endpoint[];
}

/**
 * The page that shows what a bridge serves and what it expects a live chat to serve, where that is described. It needs its style sheet only: no
 * script, no other host. Throws when a document refers to something that it does not have.
 */
export function docsPage(served: ApiDocument, contract?: ApiDocument): Html {
  const contracts = contract ? [contract] : [];
  const calls = contracts.map((document) => ({
    title: 'What the bridge calls',
    document,
    endpoints: endpointsOf(document),
  }));
  const groups = [...groupsOf(served), ...calls];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${served.info.title}: the API</title>
<link rel="stylesheet" href="docs.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Operations"><p class="brand"><a href="#content">${served.info.title}</a></p>${groups.map(navigation)}</nav>
<main id="content" tabindex="-1">
<h1>${served.info.title}: the API</h1>
${paragraphs(served.info.description ?? '')}
<ul class="documents">
  <li><a href="openapi.json">openapi.json</a> all that this bridge serves</li>
  ${contracts.map(() => html`<li><a href="live-chat.openapi.json">live-chat.openapi.json</a> what a live chat has to serve, to generate a server from</li>`)}
</ul>
${groups.map(groupSection)}
${sharedBodies([served, ...contracts])}
</main>
</body>
</html>`;
}

function endpointsOf({ paths = {} }: ApiDocument): readonly Endpoint[] {
  return Object.entries(paths).flatMap(([path, { get, post, delete: remove }]) =>
    Object.entries({ get, post, delete: remove }).flatMap(([method, operation]) =>
      operation ? [{ method, path, operation }] : [],
    ),
  );
}

/** In the order in which their first operations were registered; what keeps house goes last. */
function groupsOf(document: ApiDocument): readonly Group[] {
  const groups = Map.groupBy(endpointsOf(document), ({ operation }) => operation.tags?.[0] ?? 'Other');
  return [...groups].map(([title, endpoints]) => ({ title, document, endpoints }));
}

const navigation = ({ title, endpoints }: Group): Html => html`
<p><a href="#${anchor(title)}">${title}</a></p>
<ul>${endpoints.map(
  (endpoint) => html`
  <li><a href="#${endpointId(endpoint)}"><span class="method">${endpoint.method.toUpperCase()}</span> ${endpoint.path}</a></li>`,
)}
</ul>`;

function groupSection({ title, document, endpoints }: Group): Html {
  const id = anchor(title);
  const isContract = document.webhooks && Object.keys(document.webhooks).length > 0;
  return html`
<section class="group" aria-labelledby="${id}">
<h2 id="${id}"><a href="#${id}">${title}</a></h2>
${isContract ? paragraphs(document.info.description ?? '') : ''}
${endpoints.map((endpoint) => operationSection(document, endpoint))}
</section>`;
}

/** Bodies to which several answers refer. */
function sharedBodies(documents: readonly ApiDocument[]): Html {
  const bodies = new Map(documents.flatMap(sharedAnswers));
  const sections = [...bodies].map(
    ([name, { document, schema }]) => html`
<h3 id="${anchor(name)}"><a href="#${anchor(name)}">${name}</a></h3>
<p>${prose(schema.description ?? '')}</p>
${schemaTables(document, schema)}`,
  );
  return html`
<section class="group" aria-labelledby="bodies">
<h2 id="bodies"><a href="#bodies">Bodies of answers</a></h2>
${sections}
</section>`;
}

function sharedAnswers(document: ApiDocument) {
  const names = endpointsOf(document)
    .flatMap(({ operation }) => answersOf(operation))
    .flatMap(([, { content = {} }]) => Object.values(content))
    .flatMap(({ schema }) => (schema ? (sharedName(schema) ?? []) : []));
  return [...new Set(names)].flatMap((name) => {
    const schema = document.components?.schemas?.[name];
    return schema && !('$ref' in schema) ? [[name, { document, schema }] as const] : [];
  });
}
