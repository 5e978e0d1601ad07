import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import type { ServerEnv } from './routes.ts';

/** Routes that carry their own description; the document of the API is made from these. */
export type ApiRoutes = OpenAPIHono<ServerEnv>;

export const apiRoutes = (): ApiRoutes => new OpenAPIHono<ServerEnv>();

type Declared<Route extends RouteConfig> = keyof Route['responses'] & StatusCode;
type Answer<Status extends StatusCode> = Response & TypedResponse<unknown, Status, string>;

/**
 * Serves a route and describes it, in one step: there is no way to do only one of them, and a handler that returns a
 * status which its route does not declare does not compile. Validates nothing; handlers read the raw body themselves.
 */
export function serve<Route extends RouteConfig>(
  routes: ApiRoutes,
  route: Route,
  handler: (c: Context<ServerEnv>) => Answer<Declared<Route>> | Promise<Answer<Declared<Route>>>,
): void {
  routes.openAPIRegistry.registerPath(route);
  routes.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), handler);
}

export type ApiDocument = ReturnType<ApiRoutes['getOpenAPI31Document']>;
