import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import type { Pages } from './rehearsal.ts';

const folder = join(import.meta.dirname, 'page');

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

/** The page at `/` and its parts below `/page/`: the files of the folder, read once, and no path but theirs. */
export async function consoleFiles(pages: Pages): Promise<Hono> {
  const headers = {
    'content-security-policy': policy(pages),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
  const app = new Hono();
  for (const file of await readdir(folder)) {
    const type = types.get(extname(file));
    if (type === undefined) continue;
    const content = await readFile(join(folder, file), 'utf8');
    app.get(file === 'index.html' ? '/' : `/page/${file}`, (c) =>
      c.body(content, 200, { ...headers, 'content-type': type }),
    );
  }
  return app;
}

/** Of other origins, only the two pages between which the console stands, and only in frames. */
function policy({ customer, desk }: Pages): string {
  const frames = [customer, desk].filter((page) => page !== undefined).map((page) => new URL(page).origin);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    `frame-src ${frames.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
