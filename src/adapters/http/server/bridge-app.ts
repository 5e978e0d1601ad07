import { secureHeaders } from 'hono/secure-headers';
import type { Log } from '../../../application/ports/log.ts';
import { docsRoutes } from '../docs/docs-routes.ts';
import { healthRoute } from '../docs/openapi.ts';
import type { Refusals } from '../limits/refusals.ts';
import { answerErrors, answerNotFound } from '../requests/problem.ts';
import { type ApiDocument, apiRoutes, serve } from './api-routes.ts';
import type { Routes } from './routes.ts';
import { withSafeHeaders } from './safe-headers.ts';

const itsStyle = {
  defaultSrc: ["'none'"],
  frameAncestors: ["'none'"],
  styleSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
};

export interface Reports {
  readonly log: Log;
  readonly refusals: Refusals;
}

/**
 * The whole HTTP surface of the bridge: all routes under one set of rules, and their documents. `contract` makes
 * the description of what the bridge wants a live chat to serve, where there is one.
 */
export function bridgeApp(
  { log, refusals }: Reports,
  routes: readonly Routes[],
  contract?: () => ApiDocument,
): Routes {
  const app = apiRoutes();
  app.use('/docs', secureHeaders({ contentSecurityPolicy: itsStyle }));
  for (const each of routes) app.route('/', each);
  serve(app, healthRoute, (c) => c.json({ status: 'alive' }, 200));
  docsRoutes(app, contract);
  app.onError(answerErrors(log, refusals));
  app.notFound(answerNotFound);
  app.fetch = withSafeHeaders(app.fetch);
  return app;
}
