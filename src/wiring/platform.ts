import type { Config } from '../config/config.ts';
import type { Platform } from './parts/platform.ts';
import { moduleOf } from './provide.ts';

/** What is given: settings, and what differs between production and tests. */
export const platformModule = (config: Config, { clock, ids, log, latest }: Platform) =>
  moduleOf(({ provide }) => {
    provide('config', () => config, []);
    provide('latest', () => latest ?? (() => config), []);
    provide('settings', () => config.settings, []);
    provide('clock', () => clock, []);
    provide('ids', () => ids, []);
    provide('log', () => log, []);
  });
