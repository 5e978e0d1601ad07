import { z } from 'zod';
import { valueSchema } from '../../solution/interpreter/dialog-state.ts';
import { expectation } from '../language/expectation.ts';
import { strict } from '../language/strict.ts';
import { type Verb, verb } from '../language/verb.ts';

const reasons = [
  'customer',
  'agent',
  'copilot',
  'closed',
  'no-agents',
  'idle',
  'too-long',
  'failed',
  'unavailable',
] as const;

/** The handoff session, and what the copilot does with it by itself. */
export const sessionVerbs: readonly Verb[] = [
  verb({
    words: 'session[ <who>] ends',
    about:
      'A handoff ends for this reason, as the copilot or the live chat was told. A name is that of the customer.',
    example: 'session ends: customer',
    value: z.enum(reasons),
    // Of this one alone no side is told but the live chat.
    wants: (reason) => (reason === 'copilot' ? [{ can: 'end reasons' }] : []),
    canBeLeftOut: (reason) => reason === 'copilot',
    play: (scenario, reason, who) => scenario.sessionEnds(who, reason),
  }),
  verb({
    words: 'copilot[ <who>] has the conversation',
    about: 'The copilot answers the customer again; no skill is active.',
    example: 'copilot has the conversation:',
    value: z.null(),
    play: (scenario, _, who) => scenario.copilotHasTheConversation(who),
  }),
  verb({
    words: 'copilot[ <who>] asks for an agent again',
    about: 'A topic calls the skill a second time for the same conversation.',
    example: 'copilot asks for an agent again:',
    value: z.null(),
    wants: () => [
      { ofSkill: 'With a connected agent all words in a session are for the agent.', isNeeded: true },
    ],
    play: (scenario, _, who) =>
      scenario.copilotCalls(who, {
        type: 'event',
        name: 'endConversation',
        value: { ProblemDescription: 'Once more' },
      }),
  }),
  verb({
    words: 'copilot[ <who>] ends the conversation',
    about:
      'Copilot Studio ends the conversation by itself, as it does when a topic is left or an agent is published.',
    example: 'copilot ends the conversation:',
    value: z.null(),
    wants: () => [{ ofSkill: 'A copilot tells a connected agent of no end.', isNeeded: true }],
    play: (scenario, _, who) => scenario.copilotEnds(who),
  }),
  verb({
    words: 'copilot[ <who>] is told',
    about: 'The last answer to a call by the copilot has this HandoffStatus, such as queued or already-open.',
    example: 'copilot is told: already-open',
    value: z.string(),
    play: (scenario, status, who) => scenario.copilotIsTold(who, status),
  }),
  verb({
    words: 'live chats opened',
    about: 'So many chats the live chat has opened so far, and no more.',
    example: 'live chats opened: 1',
    needs: ['our own desk'],
    value: z.int().min(0),
    play: (scenario, count) => scenario.liveChatsOpened(count),
  }),
  verb({
    words: 'dead letters',
    about: 'So many messages have been given up so far, where operators see them.',
    example: 'dead letters: 0',
    needs: ['our own bridge'],
    value: z.int().min(0),
    play: (scenario, count) => scenario.deadLetters(count),
  }),
  verb({
    words: 'live chat has been told',
    about: 'The reason of an end, or a notice, stands at the desk as an event or a notice.',
    example: 'live chat has been told: { contains: customer has left }',
    needs: ['our own desk'],
    value: expectation,
    play: (scenario, expected) => scenario.agentSees(undefined, expected),
  }),
  verb({
    words: 'when the topic calls <what>',
    about:
      "From now on this comes back when a topic calls something beyond the agent: a flow, a connector, a URL, a model, an answer from knowledge, a card that is filled in, a sign-in. It is named by the action's id, what it calls, or its kind.",
    example: 'when the topic calls GetOrder: { it returns: { Status: shipped } }',
    value: strict({ 'it returns': z.unknown() }),
    play: (scenario, { 'it returns': value }, name) =>
      scenario.outsideReturns(name ?? '', valueSchema.parse(value)),
  }),
];
