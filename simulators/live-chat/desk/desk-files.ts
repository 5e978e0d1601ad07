import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';

const FOLDER = join(import.meta.dirname, 'page');

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

const headersOf = (framedBy: string | undefined) => ({
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    `base-uri 'none'; form-action 'none'; frame-ancestors ${framedBy ?? "'self'"}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
});

/** The desk page at `/` and its parts under `/desk/`: the files of `page/`, read once, and no path but theirs. `framedBy` may show them. */
export async function deskFiles(framedBy?: string): Promise<Hono> {
  const app = new Hono();
  const headers = headersOf(framedBy);
  for (const file of await readdir(FOLDER)) {
    const type = TYPES.get(extname(file));
    if (type === undefined) continue;
    const content = await readFile(join(FOLDER, file), 'utf8');
    const path = file === 'index.html' ? '/' : `/desk/${file}`;
    app.get(path, (c) => c.body(content, 200, { ...headers, 'content-type': type }));
  }
  return app;
}
