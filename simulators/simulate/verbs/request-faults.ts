import { z } from 'zod';
import { type Verb, verb } from '../language/verb.ts';

const faults = ['faults on the way'] as const;
const refusals = ['closed', 'no-agents', 'unavailable'] as const;

/** What happens on the way to the bridge. */
export const requestVerbs: readonly Verb[] = [
  verb({
    words: 'live chat refuses',
    about: 'The live chat opens no new chats: closed, no-agents or unavailable; null ends it.',
    example: 'live chat refuses: closed',
    needs: ['our own desk'],
    value: z.enum(refusals).nullable(),
    wants: (reason) => (reason === null || reason === 'unavailable' ? [] : [{ can: reason }]),
    play: (scenario, reason) => scenario.refuses(reason ?? undefined),
  }),
  verb({
    words: "agent's reply arrives twice",
    about: 'The next callback of the live chat reaches the bridge twice at once.',
    example: "agent's reply arrives twice:",
    needs: faults,
    value: z.null(),
    play: (scenario) => scenario.next('toBridge', { kind: 'duplicate', copies: 2 }, { which: 'callback' }),
  }),
  verb({
    words: "answer to the agent's reply is lost",
    about: 'The bridge takes the next callback, but the live chat does not hear that, and repeats it.',
    example: "answer to the agent's reply is lost:",
    needs: faults,
    value: z.null(),
    play: (scenario) => scenario.next('toBridge', { kind: 'reset-after' }, { which: 'callback' }),
  }),
  verb({
    words: "agent's reply is lost on the way",
    about:
      'The connection of the next callback is cut before the bridge has seen it; the live chat repeats it.',
    example: "agent's reply is lost on the way:",
    needs: faults,
    value: z.null(),
    wants: () => [{ repeatsForMs: 1 }],
    play: (scenario) => scenario.next('toBridge', { kind: 'reset-before' }, { which: 'callback' }),
  }),
  verb({
    words: "customer's message arrives twice",
    about: 'The next activity of the copilot reaches the bridge twice at once.',
    example: "customer's message arrives twice:",
    needs: faults,
    value: z.null(),
    play: (scenario) => scenario.next('toBridge', { kind: 'duplicate', copies: 2 }, { which: 'activity' }),
  }),
  verb({
    words: 'next message to teams arrives twice',
    about:
      'The network doubles what the bridge sends to Teams, which knows no key to tell a repeat by. No bridge can help ' +
      'that: the report shows the promise as broken. It is here to see a story fail.',
    example: 'next message to teams arrives twice:',
    needs: faults,
    value: z.null(),
    play: (scenario) => scenario.next('toTeams', { kind: 'duplicate', copies: 2 }, { which: 'to teams' }),
  }),
  verb({
    words: 'copilot repeats the next activity',
    about:
      'The answer to the next activity comes too late for Copilot Studio, which delivers the activity again.',
    example: 'copilot repeats the next activity:',
    needs: faults,
    value: z.null(),
    play: (scenario) => scenario.copilotRepeats(),
  }),
];
