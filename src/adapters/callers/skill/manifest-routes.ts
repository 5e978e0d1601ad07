import { apiRoutes, serve } from '../../http/server/api-routes.ts';
import type { Routes } from '../../http/server/routes.ts';
import { type ManifestSettings, skillManifest } from './manifest.ts';
import { manifestRoute } from './manifest-openapi.ts';

/** What makers read to add the skill. */
export function manifestRoutes(settings: ManifestSettings): Routes {
  const routes = apiRoutes();
  const manifest = skillManifest(settings);
  serve(routes, manifestRoute, (c) => c.json(manifest, 200));
  return routes;
}
