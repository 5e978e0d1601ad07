import { z } from 'zod';
import { type Verb, verb } from '../language/verb.ts';

const nothing = z.null();

/** What the orchestrator of a copilot does with a turn, where the bridge is called as a connected agent. */
export const orchestratorVerbs: readonly Verb[] = [
  verb({
    words: 'copilot[ <who>] answers the next message itself',
    about: 'The orchestrator goes elsewhere for a turn: the bridge does not hear the next message.',
    example: 'copilot answers the next message itself:',
    value: nothing,
    play: (scenario, _, who) => scenario.orchestratorPlans(who, { is: 'elsewhere' }),
  }),
  verb({
    words: 'copilot[ <who>] passes the next message on',
    about: 'The orchestrator gives the bridge the next message, though nothing in it speaks for that.',
    example: 'copilot passes the next message on:',
    value: nothing,
    play: (scenario, _, who) => scenario.orchestratorPlans(who, { is: 'passed on' }),
  }),
  verb({
    words: 'copilot[ <who>] rephrases the next message',
    about: 'The orchestrator gives the bridge the next message in these words.',
    example: 'copilot rephrases the next message: The customer wants to talk with a person',
    value: z.string().min(1),
    play: (scenario, text, who) => scenario.orchestratorPlans(who, { is: 'rephrased', text }),
  }),
  verb({
    words: 'copilot[ <who>] repeats the next message under a new id',
    about: 'The orchestrator gives the bridge the next message twice, as two turns.',
    example: 'copilot repeats the next message under a new id:',
    value: nothing,
    play: (scenario, _, who) => scenario.orchestratorPlans(who, { is: 'repeated' }),
  }),
  verb({
    words: 'callback[ <who>] expires',
    about: 'Nothing can be said to the customer at the callbacks that were given so far.',
    example: 'callback expires:',
    value: nothing,
    play: (scenario, _, who) => scenario.callbackExpires(who),
  }),
];
