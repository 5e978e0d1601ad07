import { join } from 'node:path';
import { Hono } from 'hono';
import { type Listening, listen } from '../http/listen.ts';
import { pageFiles } from '../web/page-files.ts';
import { consoleRoutes } from './console-routes.ts';
import { faultSwitches } from './fault-switches.ts';
import type { Pages, Rehearsal } from './rehearsal.ts';
import { watch } from './watch.ts';

/** Serves the console on 127.0.0.1. Rejects when the port is taken. */
export async function startConsole(rehearsal: Rehearsal, port = 0): Promise<Listening> {
  const listeners = new Set<() => void>();
  const faults = faultSwitches(rehearsal);
  const watching = watch(rehearsal, faults, {
    areThere: () => listeners.size > 0,
    changed: () => {
      for (const hear of [...listeners]) hear();
    },
  });
  const routes = consoleRoutes({
    rehearsal,
    faults,
    watch: watching,
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  });
  const app = new Hono().route('/', routes).route('/', pageOf(rehearsal.pages));
  app.notFound((c) => c.json({ error: 'not found' }, 404));
  app.onError((_, c) => c.json({ error: 'internal' }, 500));
  const { url, port: taken, stop } = await listen(app, port);
  return {
    url,
    port: taken,
    async stop() {
      watching.stop();
      await stop();
    },
  };
}

/** Of other origins, the page shows only the two between which the console stands, and only in frames. */
const pageOf = ({ customer, desk }: Pages): Hono =>
  pageFiles({
    folder: join(import.meta.dirname, 'page'),
    path: '/page',
    frames: [customer, desk].flatMap((page) => (page === undefined ? [] : [new URL(page).origin])),
    framedBy: "'none'",
  });
