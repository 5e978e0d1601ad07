import { readFileSync } from 'node:fs';
import { apiDocument } from '../api-document.ts';
import { type ApiDocument, type ApiRoutes, serve } from '../api-routes.ts';
import { docsPage } from './docs-page.ts';
import { contractRoute, documentRoute, pageRoute, styleRoute } from './openapi.ts';

const style = readFileSync(new URL('./docs.css', import.meta.url), 'utf8');

/** Serves the descriptions of an app's routes; call it on the app that holds them all, these included. */
export function docsRoutes(app: ApiRoutes, contract: ApiDocument): void {
  let made: { readonly document: ApiDocument; readonly page: ReturnType<typeof docsPage> } | undefined;
  // Made when first asked for: the service starts without it, and all routes are known by then.
  const docs = () => {
    if (made) return made;
    const document = apiDocument(app);
    made = { document, page: docsPage(document, contract) };
    return made;
  };
  serve(app, documentRoute, (c) => c.json(docs().document, 200));
  serve(app, contractRoute, (c) => c.json(contract, 200));
  serve(app, pageRoute, async (c) => {
    const page = await docs().page;
    return c.body(page.toString(), 200, { 'content-type': 'text/html; charset=utf-8' });
  });
  serve(app, styleRoute, (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
}
