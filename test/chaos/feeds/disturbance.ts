import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStream, StreamFaults } from '../../../simulators/live-chat/stream/event-stream.ts';
import type { BreakableWay } from '../../network/breakable-way.ts';

/** Something bad that happens to those who follow live chats, and is good again afterwards. */
export interface Disturbance {
  readonly name: string;
  /** How often it happens, beside the others'. */
  readonly weight: number;
  /** How long it lasts at most, in milliseconds. */
  readonly upToMs: number;
  happen(ms: number): Promise<void>;
}

export interface Disturbing {
  readonly random: () => number;
  /** Hears what is done. */
  readonly tell: (line: string) => void;
}

/** Lets one of them happen, for a time that is random as well. */
export async function disturb(
  disturbances: readonly Disturbance[],
  { random, tell }: Disturbing,
): Promise<string> {
  let dice = random() * disturbances.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = disturbances.find(({ weight }) => {
    dice -= weight;
    return dice < 0;
  });
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  const ms = Math.round(random() * chosen.upToMs);
  tell(chosen.upToMs > 0 ? `${chosen.name}, ${ms} ms` : chosen.name);
  await chosen.happen(ms);
  return chosen.name;
}

/** Faults that a stream has from a moment on. What it returns takes them away again. */
export type Begin<Strain> = (strain: Strain) => () => unknown;

interface Straining<Strain> {
  readonly begin: Begin<Strain>;
  /** Ends what is open, as a broken connection would. */
  readonly cut: () => unknown;
  readonly random: Disturbing['random'];
}

/** What the stream itself does, to everyone who follows: each strain by its name, and a cut. */
export function strains<Strain>(
  named: Readonly<Record<string, Strain>>,
  { begin, cut, random }: Straining<Strain>,
): readonly Disturbance[] {
  const strained = ([name, strain]: readonly [string, Strain]): Disturbance => ({
    name,
    weight: 6,
    upToMs: 4000,
    async happen(ms) {
      const end = begin(strain);
      // A stream that is made anew meanwhile meets it as well.
      if (random() < 0.5) await cut();
      await sleep(ms);
      await end();
    },
  });
  return [
    ...Object.entries(named).map(strained),
    { name: 'the stream is cut', weight: 6, upToMs: 0, happen: async () => void (await cut()) },
  ];
}

/** What the stream of the stand-in does. */
export const standInStrains = ({ faults, cut }: EventStream, random: Disturbing['random']) =>
  strains<Partial<StreamFaults>>(
    {
      'the stream is silent': { isDeaf: true },
      'the stream loses events': { loses: true },
      'the stream repeats events': { times: 3 },
      'the stream overlaps': { overlap: 4 },
      'the stream is late': { lateMs: 1500 },
      'no stream can be had': { isAway: true },
    },
    {
      cut,
      random,
      begin(strain) {
        const before = { ...faults };
        Object.assign(faults, strain);
        return () => Object.assign(faults, before);
      },
    },
  );

/** A network that is gone for a while: connections break, or what is sent on them is swallowed. */
export function outage(
  { name, way, begin = () => {} }: { name: string; way: BreakableWay; begin?: () => void },
  random: () => number,
): Disturbance {
  return {
    name,
    weight: 10,
    upToMs: 5000,
    async happen(ms) {
      begin();
      if (random() < 0.5) way.down();
      else way.swallow();
      await sleep(ms);
      way.down();
      way.up();
    },
  };
}
