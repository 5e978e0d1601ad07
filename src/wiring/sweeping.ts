import { sweepRegularly } from '../application/sweeps/sweep-regularly.ts';
import { moduleOf } from './provide.ts';

const retentionEveryMs = 60_000;

/** Often enough to be on time for the shortest silence that is configured, and seldom enough to cost nothing. */
const expireEveryMs = (idleMs: number): number => Math.min(Math.max(idleMs / 20, 200), 5000);

/** What ends, erases and forgets sessions when their time has come. */
export const sweepingModule = moduleOf(({ provide }) => {
  provide(
    'sweeping',
    ({ expireSessions, applyRetention, settings, ...its }) =>
      sweepRegularly(
        [
          { task: expireSessions, everyMs: expireEveryMs(settings.idleMs) },
          { task: applyRetention, everyMs: retentionEveryMs },
        ],
        its,
      ),
    ['expireSessions', 'applyRetention', 'settings', 'clock', 'log'],
  ).endedBy((sweeping) => sweeping.stop());
});
