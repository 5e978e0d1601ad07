import type { z } from 'zod';
import type { ScenarioApi } from '../play/scenario-api.ts';
import type { Want } from './want.ts';

/** What a verb cannot do without: not every bridge can be killed, and no clock but a played one can be moved. */
export type Need = 'virtual time' | 'our own bridge' | 'our own desk' | 'faults on the way';

/** What can happen in a story. */
export interface Verb {
  /** With `[ <who>]` for a name that may be left out, `<what>` for any words, and `<status>` for a number. */
  readonly words: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** As it stands in a story. */
  readonly example: string;
  readonly needs: readonly Need[];
  readonly value: z.ZodType;
  /** What the live chat has to be able to do, for this value. */
  wants(value: unknown): readonly Want[];
  /** The story is worth playing without it, with a live chat that cannot do it. */
  canBeLeftOut(value: unknown): boolean;
  /** Rejects with an Unmet when the story does not go as it says. */
  play(scenario: ScenarioApi, value: unknown, slot: string | undefined): Promise<void>;
}

interface Definition<Value> extends Omit<Verb, 'value' | 'play' | 'needs' | 'wants' | 'canBeLeftOut'> {
  readonly needs?: readonly Need[];
  readonly value: z.ZodType<Value>;
  readonly wants?: (value: Value) => readonly Want[];
  readonly canBeLeftOut?: (value: Value) => boolean;
  readonly play: (scenario: ScenarioApi, value: Value, slot: string | undefined) => Promise<void>;
}

/** A verb that is given only values that it allows. */
export const verb = <Value>({ needs = [], wants, canBeLeftOut, play, ...rest }: Definition<Value>): Verb => ({
  ...rest,
  needs,
  canBeLeftOut: (value) => canBeLeftOut?.(rest.value.parse(value)) ?? false,
  wants: (value) => wants?.(rest.value.parse(value)) ?? [],
  play: (scenario, value, slot) => play(scenario, rest.value.parse(value), slot),
});

/** Matches a key of a story; what stands in the slot is the first group. */
export const keyPattern = ({ words }: Pick<Verb, 'words'>): string =>
  `^${words
    .replace(/\[ <who>\]/, '(?: (.+?))?')
    .replace('<what>', '(.+?)')
    .replace('<status>', '([1-5]\\d\\d)')}$`;
