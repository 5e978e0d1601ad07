import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { Problem } from '../../http/requests/problem.ts';
import { type ApiRoutes, serve } from '../../http/server/api-routes.ts';
import { forOperators, noToken } from '../openapi.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // The icon, which is empty.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageRoute = createRoute({
  tags: forOperators.tags,
  operationId: 'getOperatorsPage',
  method: 'get',
  path: '/admin',
  summary: 'The page for operators, which asks for the token itself',
  responses: {
    200: {
      description: 'A page without anything of a session.',
      content: { 'text/html': { schema: z.string() } },
    },
    404: noToken,
  },
});

const fileRoute = createRoute({
  tags: forOperators.tags,
  operationId: 'getOperatorsPageFile',
  method: 'get',
  path: '/admin/page/{name}',
  summary: 'A script or style of the page for operators',
  request: { params: z.object({ name: z.string().describe('The name of the file.') }) },
  responses: {
    200: {
      description: 'The file.',
      content: { 'text/javascript': { schema: z.string() }, 'text/css': { schema: z.string() } },
    },
    404: noToken,
  },
});

const folder = new URL('./files/', import.meta.url);

const contents = (): ReadonlyMap<string, string> =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));

/** Serves the page without a token, as it holds nothing; what it shows, it asks for with the token that is entered in it. */
export function servePage(routes: ApiRoutes, hasToken: boolean): void {
  const files = contents();
  const content = (name: string) => {
    const text = hasToken ? files.get(name) : undefined;
    if (text === undefined) throw new Problem(404, 'There is nothing at this address.');
    const headers = {
      'content-type': types[extname(name)] ?? 'text/plain',
      'content-security-policy': policy,
      'cache-control': 'no-cache',
    };
    return { text, headers };
  };
  serve(routes, pageRoute, (c) => {
    const { text, headers } = content('index.html');
    return c.body(text, 200, headers);
  });
  serve(routes, fileRoute, (c) => {
    const { text, headers } = content(c.req.param('name') ?? '');
    return c.body(text, 200, headers);
  });
}
