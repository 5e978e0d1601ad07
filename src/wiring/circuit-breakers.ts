import { circuitBreakers } from '../adapters/circuit-breakers/breakers.ts';
import { guardedCaller, guardedLiveChat } from '../adapters/circuit-breakers/guarded-peers.ts';
import { moduleOf } from './provide.ts';

export const circuitBreakersModule = moduleOf(({ provide, decorate }) => {
  provide('breakers', circuitBreakers, ['clock', 'ids', 'log']);
  provide('reachability', ({ breakers }) => breakers, ['breakers']);
  decorate(
    'openCallers',
    (callers, { breakers }) => callers.map((caller) => guardedCaller(caller, breakers)),
    ['breakers'],
  );
  decorate('liveChat', (liveChat, { breakers }) => guardedLiveChat(liveChat, breakers), ['breakers']);
});
