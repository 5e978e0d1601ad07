import { z } from 'zod';
import { duration } from '../language/duration.ts';
import { type Verb, verb } from '../language/verb.ts';
import type { Want } from '../language/want.ts';

const moments = {
  'as it calls the live chat': { way: 'toLiveChat', moment: 'request', which: 'to the live chat' },
  'once the live chat has answered': { way: 'toLiveChat', moment: 'answer', which: 'to the live chat' },
  'as it calls teams': { way: 'toTeams', moment: 'request', which: 'to teams' },
  'once teams has answered': { way: 'toTeams', moment: 'answer', which: 'to teams' },
  "as an agent's reply comes": { way: 'toBridge', moment: 'request', which: 'callback' },
  "once it has taken an agent's reply": { way: 'toBridge', moment: 'answer', which: 'callback' },
  "as a customer's message comes": { way: 'toBridge', moment: 'request', which: 'activity' },
  "once it has taken a customer's message": { way: 'toBridge', moment: 'answer', which: 'activity' },
} as const;

const momentNames = Object.keys(moments) as [keyof typeof moments, ...(keyof typeof moments)[]];
const ours = ['our own bridge'] as const;

/** What a restart makes good again only with a live chat that tells or makes repeats. */
function wantsOf(moment: keyof typeof moments | null): readonly Want[] {
  switch (moment) {
    case 'once the live chat has answered':
      return [{ can: 'repeated starts' }, { can: 'repeated words' }];
    case "as an agent's reply comes":
    case "once it has taken an agent's reply":
      return [{ repeatsForMs: 1 }];
    case 'as it calls the live chat':
    case 'as it calls teams':
    case 'once teams has answered':
    case "as a customer's message comes":
    case "once it has taken a customer's message":
    case null:
      return [];
  }
}

/** What happens to the bridge itself. */
export const bridgeVerbs: readonly Verb[] = [
  verb({
    words: 'bridge is killed',
    about: 'kill -9 and a new start, now or at a moment to come.',
    example: 'bridge is killed: as it calls the live chat',
    needs: ours,
    value: z.enum(momentNames).nullable(),
    wants: wantsOf,
    play: (scenario, moment) => (moment === null ? scenario.kill() : scenario.killAt(moments[moment])),
  }),
  verb({
    words: 'bridge is down for',
    about: 'kill -9, and a new start after so long.',
    example: 'bridge is down for: 2 min',
    needs: ours,
    value: duration,
    wants: (ms) => [{ repeatsForMs: ms }],
    play: (scenario, ms) => scenario.bridgeIsDown(ms),
  }),
  verb({
    words: 'bridge is restarted',
    about: 'Stopped in an orderly way and started again, as in a deployment.',
    example: 'bridge is restarted:',
    needs: ours,
    value: z.null(),
    play: (scenario) => scenario.restart(),
  }),
];
