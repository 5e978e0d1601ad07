import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Log } from '../../application/ports/log.ts';
import { answerErrors, answerNotFound } from './problem.ts';
import type { Routes } from './routes.ts';

/** The whole HTTP surface of the bridge: every party's routes under one set of rules. */
export function bridgeApp(log: Log, parties: readonly Routes[]): Routes {
  const app: Routes = new Hono();
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }));
  app.get('/healthz', (c) => c.json({ status: 'alive' }));
  for (const routes of parties) app.route('/', routes);
  app.onError(answerErrors(log));
  app.notFound(answerNotFound);
  return app;
}
