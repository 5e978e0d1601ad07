import { readFileSync } from 'node:fs';
import { type ApiDocument, type ApiRoutes, serve } from '../server/api-routes.ts';
import { admitNulls } from './admit-nulls.ts';
import { docsPage } from './docs-page.ts';
import { contractRoute, documentRoute, pageRoute, styleRoute } from './openapi.ts';

const style = readFileSync(new URL('./docs.css', import.meta.url), 'utf8');

/** Bytes that every answer shares: made anew for each, a page costs a millisecond and 200 KB. */
interface Made {
  readonly contract: Uint8Array<ArrayBuffer> | undefined;
  readonly document: Uint8Array<ArrayBuffer>;
  readonly page: Promise<Uint8Array<ArrayBuffer>>;
}

/** Serves the descriptions of an app's routes; call it on the app that holds them all, these included. */
export function docsRoutes(app: ApiRoutes, contract?: () => ApiDocument): void {
  let made: Made | undefined;
  // Made when first asked for: it takes longer than all the rest of the start, and all routes are known by then.
  const docs = (): Made => {
    made ??= makeOf(apiDocument(app), contract?.());
    return made;
  };
  serve(app, documentRoute, (c) => c.body(docs().document, 200, json));
  if (contract) serve(app, contractRoute, (c) => c.body(docs().contract ?? '', 200, json));
  serve(app, pageRoute, async (c) =>
    c.body(await docs().page, 200, { 'content-type': 'text/html; charset=utf-8' }),
  );
  serve(app, styleRoute, (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
}

const json = { 'content-type': 'application/json' };

function makeOf(document: ApiDocument, contract: ApiDocument | undefined): Made {
  const page = Promise.resolve(docsPage(document, contract));
  return {
    contract: contract && Buffer.from(JSON.stringify(contract)),
    document: Buffer.from(JSON.stringify(admitNulls(document))),
    page: page.then((html) => Buffer.from(html.toString())),
  };
}

/** All that an app serves, as OpenAPI 3.1, from the descriptions of its routes. */
function apiDocument(app: ApiRoutes): ApiDocument {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Handoff Bridge',
      version: '1.0.0',
      description:
        'Carries a conversation from a Copilot Studio agent to a human in a live chat, and back. What a 2xx has taken is stored and will be delivered; whatever got no answer can be repeated under the same id. Bodies are JSON of at most 256 KB, not compressed, nested at most 64 levels. Times are ISO 8601 with an offset. Lengths count UTF-16 code units. Every refusal is a problem (RFC 9457).',
    },
    servers: [{ url: '/', description: 'This bridge.' }],
  });
}
