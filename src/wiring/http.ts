import { refusalsIn } from '../adapters/http/limits/refusals.ts';
import { throttles } from '../adapters/http/limits/throttles.ts';
import { bridgeApp } from '../adapters/http/server/bridge-app.ts';
import { httpListener } from '../adapters/http/server/http-server.ts';
import { moduleOf } from './provide.ts';

export const httpModule = moduleOf(({ provide, collect }) => {
  provide('throttles', ({ config }) => throttles(config.rates), ['config']);
  provide('refusals', ({ log, clock }) => refusalsIn(log, undefined, clock), ['log', 'clock']);
  collect('routes');
  provide(
    'app',
    ({ log, refusals, routes, openedLiveChat }) =>
      bridgeApp({ log, refusals }, routes, openedLiveChat.contract),
    ['log', 'refusals', 'routes', 'openedLiveChat'],
  );
  provide('served', ({ app }) => app, ['app']);
});

/** How long requests under way may take to finish once the server is told to stop. */
const graceMs = 15_000;

export const serverModule = moduleOf(({ provide }) => {
  provide(
    'server',
    ({ served, config: { host, port }, log }) => {
      const onTrouble = (err: Error) => log.warn({ err }, 'connection-not-accepted');
      return httpListener(served, { host, port, onTrouble });
    },
    ['served', 'config', 'log'],
  ).endedBy((server) => server.stop(graceMs));
});
