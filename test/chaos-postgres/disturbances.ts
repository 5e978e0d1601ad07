import { setTimeout as sleep } from 'node:timers/promises';
import { randomAt } from '../../simulators/faults/random.ts';
import { tokens } from '../../simulators/history/token.ts';
import type { Disturb } from './replicated-world.ts';
import { rollingRestart } from './rolling-restart.ts';

/** How the words of all people begin. */
const anyToken = tokens('')().slice(0, 2);

export interface Disturbing {
  readonly seed: string;
  /** How long a replica stands still at most, in milliseconds. */
  readonly longestPauseMs: number;
  /** Hears what is done. */
  readonly tell: (line: string) => void;
}

/** Kills, standstills, crashes of the database, broken connections and rolling restarts, chosen by a seed. */
export function disturbances({ seed, longestPauseMs, tell }: Disturbing): Disturb {
  const random = randomAt(`${seed}/disturbances`, 0);
  return async (world, chosen, downForMs) => {
    const dice = random();
    const { own } = world;
    if (dice < 0.5) {
      world.noteCrash();
      await chosen.kill();
      await sleep(downForMs);
      await chosen.start();
    } else if (dice < 0.65) {
      const ms = Math.round(random() * longestPauseMs);
      tell(`a replica stands still for ${ms} ms`);
      const since = Date.now();
      world.balanceWithout(chosen);
      chosen.pause();
      await sleep(ms);
      chosen.goOn();
      world.noteStandstill(since);
      world.balanceWithout();
    } else if (dice < 0.8) {
      const ms = Math.round(random() * 3000);
      tell(`the database is gone for ${ms} ms`);
      await own.server.stop('immediate');
      await sleep(ms);
      await own.server.start();
    } else if (dice < 0.95) {
      // One that brings words into the database, and whatever else is said to it then.
      own.proxy.cutNext(anyToken, random() < 0.5 ? 'asked' : 'answered');
      own.proxy.cutNext({ pieces: 1 + Math.floor(random() * 20) }, random() < 0.5 ? 'asked' : 'answered');
    } else {
      tell('a rolling restart');
      await rollingRestart(world);
    }
  };
}
