import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Context, Hono } from 'hono';
import { palette } from './palette.ts';

export interface PageFilesOptions {
  /** Has `index.html`, which is served at `/`. */
  readonly folder: string;
  /** Where the other files of the folder are served: `/page`. */
  readonly path: string;
  /** Origins of the pages that this one shows in frames. */
  readonly frames?: readonly string[];
  /** Who may show this page in a frame, as the policy's `frame-ancestors` has it. Default: pages of its own origin. */
  readonly framedBy?: string | undefined;
}

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

/** Names of files below a folder: no dots but the one of the ending, so that none leads out of it. */
const inside = /^[a-z\d-]+(\/[a-z\d-]+)*\.(css|js|svg)$/;

/**
 * A page with its scripts and styles, and at `/web` what all pages share. Scripts import the shared ones by their place
 * in the repository, `../../web/page/…`: a browser stops at its origin's root on the way up, and arrives at `/web/page`.
 */
export function pageFiles({ folder, path, ...around }: PageFilesOptions): Hono {
  const headers = headersOf(around);
  const file = async (c: Context, from: string, name: string): Promise<Response> => {
    const content = await readFile(join(from, name), 'utf8').catch(() => undefined);
    if (content === undefined) return c.notFound();
    return c.body(content, 200, { ...headers, 'content-type': types.get(extname(name)) ?? 'text/plain' });
  };
  const filesOf = (from: string, below: string) => (c: Context) => {
    const name = c.req.path.slice(below.length + 1);
    return inside.test(name) ? file(c, from, name) : c.notFound();
  };
  const app = new Hono();
  app.get('/', (c) => file(c, folder, 'index.html'));
  app.get(`${path}/*`, filesOf(folder, path));
  app.get('/web/palette.css', (c) =>
    c.body(palette, 200, { ...headers, 'content-type': 'text/css; charset=utf-8' }),
  );
  app.get('/web/page/*', filesOf(join(import.meta.dirname, 'page'), '/web/page'));
  return app;
}

function headersOf({ frames = [], framedBy = "'self'" }: Pick<PageFilesOptions, 'frames' | 'framedBy'>) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    ...(frames.length > 0 ? [`frame-src ${frames.join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
}
