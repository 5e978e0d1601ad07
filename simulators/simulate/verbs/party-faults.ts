import { z } from 'zod';
import { duration } from '../language/duration.ts';
import { strict } from '../language/strict.ts';
import { type Verb, verb } from '../language/verb.ts';
import type { Way } from '../play/world/peers.ts';
import { patienceMs } from '../play/world/troubles.ts';

const faults = ['faults on the way'] as const;

interface Party {
  readonly name: string;
  readonly way: Way;
}

const parties: readonly Party[] = [
  { name: 'live chat', way: 'toLiveChat' },
  { name: 'teams', way: 'toTeams' },
];

interface StatusFor {
  readonly for: number;
  readonly 'retry after'?: number;
  readonly code?: string;
}

const statusFor = z.union([
  duration.transform((ms): StatusFor => ({ for: ms })),
  strict({
    for: duration,
    'retry after': duration.exactOptional().describe('What the party asks for with Retry-After.'),
    code: z.string().exactOptional().describe('The error code in the body, such as BotDisabledByAdmin.'),
  }),
]);

/** It cannot be reached, or does not answer. */
const outageVerbs = ({ name, way }: Party): readonly Verb[] => [
  verb({
    words: `${name} is down for`,
    about: 'Connections are refused for so long; with null, until it is up again.',
    example: `${name} is down for: 10 min`,
    needs: faults,
    value: duration.nullable(),
    play: (scenario, ms) => scenario.isDown(way, ms ?? undefined),
  }),
  verb({
    words: `${name} is up again`,
    about: 'Whatever was wrong with it is over.',
    example: `${name} is up again:`,
    needs: faults,
    value: z.null(),
    play: (scenario) => scenario.isWellAgain(way),
  }),
  verb({
    words: `${name} is silent for`,
    about: 'Requests are taken and never answered, for so long.',
    example: `${name} is silent for: 30 s`,
    needs: faults,
    value: duration,
    play: (scenario, ms) => scenario.has(way, ms, { kind: 'is silent' }),
  }),
];

/** It answers, and not as it should. */
const answerVerbs = ({ name, way }: Party): readonly Verb[] => [
  verb({
    words: `${name} answers <status> for`,
    about: 'Every request of the bridge gets this status for so long.',
    example: `${name} answers 503 for: 1 min`,
    needs: faults,
    value: statusFor,
    play: (scenario, { for: ms, 'retry after': retryAfterMs, code }, status) =>
      scenario.has(way, ms, {
        kind: 'answers',
        status: Number(status),
        ...(retryAfterMs !== undefined && { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
        ...(code !== undefined && { code }),
      }),
  }),
  verb({
    words: `a page hides ${name} with <status> for`,
    about: 'A login page, firewall or ingress answers every request of the bridge in its place, for so long.',
    example: `a page hides ${name} with 404 for: 1 min`,
    needs: faults,
    value: duration,
    play: (scenario, ms, status) => scenario.has(way, ms, { kind: 'is hidden', status: Number(status) }),
  }),
  verb({
    words: `${name} takes`,
    about: 'From now on every answer takes so long.',
    example: `${name} takes: 4 s`,
    needs: faults,
    value: duration,
    wants: (ms) => {
      if (way !== 'toLiveChat') return [];
      // The bridge waits no longer than its patience for all the calls of a start together.
      return [{ can: 'one-call start' }, ...(ms < patienceMs ? [] : [{ can: 'repeated starts' } as const])];
    },
    play: (scenario, ms) => scenario.has(way, undefined, { kind: 'is slow', ms }),
  }),
  verb({
    words: `answer of ${name} is lost`,
    about: 'The party does what it is asked, and the connection is cut before its answer; so many times.',
    example: `answer of ${name} is lost: 1`,
    needs: faults,
    value: z.int().min(1),
    wants: () => (way === 'toLiveChat' ? [{ can: 'repeated words' }] : []),
    play: (scenario, times) =>
      scenario.next(
        way,
        { kind: 'reset-after' },
        { times, which: way === 'toTeams' ? 'to teams' : 'to the live chat' },
      ),
  }),
];

/** What can go wrong with a party that the bridge calls. */
export const peerVerbs: readonly Verb[] = parties.flatMap((party) => [
  ...outageVerbs(party),
  ...answerVerbs(party),
]);
