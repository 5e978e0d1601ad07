import { z } from 'zod';
import type { Gap } from '../../live-chat/gaps.ts';
import { duration } from '../language/duration.ts';
import { expectation } from '../language/expectation.ts';
import { strict } from '../language/strict.ts';
import { type Verb, verb } from '../language/verb.ts';
import { wantsOfCopilot, wantsToSee } from '../language/want.ts';

const words = z
  .union([
    z.string().min(1),
    strict({ text: z.string().min(1), repeated: z.int().min(1).max(200_000) }).describe('A long text.'),
  ])
  .transform((given) => (typeof given === 'string' ? given : given.text.repeat(given.repeated)));
const nothing = z.null();
const name = z.string().min(1).max(64);

/** What customers do, and what they see in Teams. */
export const customerVerbs: readonly Verb[] = [
  verb({
    words: 'customer[ <who>] says',
    about: 'The customer writes this in Teams. A name tells customers apart.',
    example: 'customer says: My invoice is wrong',
    value: words,
    play: (scenario, text, who) => scenario.customerSays(who, text),
  }),
  verb({
    words: 'customer[ <who>] sees',
    about: 'The customer reads this in Teams, from any sender, and has not read it before in this story.',
    example: 'customer sees: { contains: has joined }',
    value: expectation,
    wants: wantsToSee,
    // Who has come, the customer learns from the agent's first words as well.
    canBeLeftOut: (expected) =>
      expected.every((each) => 'contains' in each && /has joined$/.test(each.contains ?? '')),
    play: (scenario, expected, who) => scenario.customerSees(who, expected),
  }),
  verb({
    words: 'customer[ <who>] does not see',
    about: 'Nothing like this stands in the chat in Teams.',
    example: 'customer does not see: { contains: too late }',
    value: expectation,
    play: (scenario, expected, who) => scenario.customerDoesNotSee(who, expected),
  }),
  verb({
    words: 'customer[ <who>] types',
    about: 'The customer is typing, and Copilot Studio passes that on.',
    example: 'customer types:',
    value: nothing,
    wants: () => [{ ofSkill: 'An orchestrator passes on no typing.', isNeeded: true }],
    play: (scenario, _, who) => scenario.copilotCalls(who, { type: 'typing' }),
  }),
  verb({
    words: 'copilot[ <who>] says',
    about: 'The customer reads this, and no agent said it. A name is that of the customer.',
    example: 'copilot says: { contains: explain your problem }',
    value: expectation,
    wants: wantsOfCopilot,
    play: (scenario, expected, who) => scenario.copilotSays(who, expected),
  }),
];

const gapOfCause = {
  closed: 'closing time',
  'no-agents': 'end without agents',
  idle: 'end for silence',
  failed: 'end for a failure',
} as const satisfies Readonly<Record<string, Gap>>;

/** What agents do at the desk, and what they see there. */
export const agentVerbs: readonly Verb[] = [
  verb({
    words: 'agent[ <who>] joins',
    about:
      'An agent takes the chat: `agent joins: Dana`; `agent Dana joins: Ria` takes the chat of the customer Ria.',
    example: 'agent joins: Dana',
    needs: ['our own desk'],
    value: name,
    play: (scenario, value, who) =>
      who === undefined ? scenario.agentJoins(value, undefined) : scenario.agentJoins(who, value),
  }),
  verb({
    words: 'agent[ <who>] says',
    about: 'The agent writes this at the desk. Without a name it is the agent who joined last.',
    example: 'agent says: Hello, how can I help?',
    needs: ['our own desk'],
    value: words,
    play: (scenario, text, who) => scenario.agentSays(who, text),
  }),
  verb({
    words: 'agent[ <who>] sees',
    about: 'The agent reads this at the desk: words of the customer, or a notice of the bridge.',
    example: 'agent sees: My invoice is wrong',
    needs: ['our own desk'],
    value: expectation,
    play: (scenario, expected, who) => scenario.agentSees(who, expected),
  }),
  verb({
    words: 'agent[ <who>] does not see',
    about: 'Nothing like this stands in the chat at the desk.',
    example: 'agent does not see: { contains: Good bye }',
    needs: ['our own desk'],
    value: expectation,
    play: (scenario, expected, who) => scenario.agentDoesNotSee(who, expected),
  }),
  verb({
    words: 'agent[ <who>] sees the customer typing',
    about: 'The desk shows that the customer is typing, or has been within a minute.',
    example: 'agent sees the customer typing:',
    needs: ['our own desk'],
    value: nothing,
    wants: () => [{ can: 'customer typing' }],
    play: (scenario, _, who) => scenario.agentSeesTyping(who),
  }),
  verb({
    words: 'agent[ <who>] knows',
    about:
      'This stands in what the desk was told at the start: the problem, or what was said before the handoff.',
    example: 'agent knows: { contains: invoice }',
    needs: ['our own desk'],
    value: expectation,
    play: (scenario, expected, who) => scenario.agentKnows(who, expected),
  }),
  verb({
    words: 'agent[ <who>] is told it failed',
    about: 'The desk marks a message of the agent as not delivered, and says why; with null, for any reason.',
    example: 'agent is told it failed: { contains: "410" }',
    needs: ['our own desk'],
    value: expectation.nullable(),
    wants: () => [{ can: 'refused late words' }],
    canBeLeftOut: () => true,
    play: (scenario, expected, who) => scenario.agentIsToldItFailed(who, expected ?? [{ matches: '' }]),
  }),
  verb({
    words: 'agent[ <who>] types',
    about: 'The agent is seen typing.',
    example: 'agent types:',
    needs: ['our own desk'],
    value: nothing,
    play: (scenario, _, who) => scenario.agentDoes(who, (chat) => chat.typing()),
  }),
  verb({
    words: 'agent[ <who>] leaves',
    about: 'The agent leaves the chat; the customer waits for another one.',
    example: 'agent leaves:',
    needs: ['our own desk'],
    value: nothing,
    play: (scenario, _, who) => scenario.agentDoes(who, (chat) => chat.leaves()),
  }),
  verb({
    words: 'agent[ <who>] transfers to',
    about: 'The agent hands the chat over to another agent, who speaks from then on.',
    example: 'agent transfers to: Sam',
    needs: ['our own desk'],
    value: name,
    play: (scenario, other, who) => scenario.agentTransfersTo(who, other),
  }),
  verb({
    words: 'agent[ <who>] ends',
    about: 'The agent ends the chat, with last words if any are given.',
    example: 'agent ends:',
    needs: ['our own desk'],
    value: words.nullable(),
    wants: (message) => [
      { tells: 'session-ended' },
      ...(message === null ? [] : [{ can: 'last words' } as const]),
    ],
    play: (scenario, message, who) =>
      scenario.agentDoes(who, (chat) => chat.ends(message === null ? {} : { message })),
  }),
  verb({
    words: 'live chat ends the chat',
    about:
      'The live chat ends the chat by itself, for this cause: at closing time, for lack of agents, after a long silence, or since it has failed.',
    example: 'live chat ends the chat: closed',
    needs: ['our own desk'],
    value: z.enum(['closed', 'no-agents', 'idle', 'failed']),
    wants: (cause) => [{ tells: 'session-ended' }, { can: gapOfCause[cause] }],
    play: (scenario, reason) => scenario.agentDoes(undefined, (chat) => chat.ends({ reason })),
  }),
  verb({
    words: 'live chat says',
    about: 'The live chat says this by itself: its own bot, or a trigger. No agent is there because of it.',
    example: 'live chat says: We will be with you soon.',
    needs: ['our own desk'],
    value: words,
    wants: () => [{ can: 'automatic words' }],
    play: (scenario, text) => scenario.agentDoes(undefined, (chat) => chat.saysByItself(text)),
  }),
  verb({
    words: 'queue position is',
    about: 'The live chat tells the customer their place in the queue.',
    example: 'queue position is: 3',
    needs: ['our own desk'],
    value: z.int().min(1),
    wants: () => [{ tells: 'queue-position' }],
    play: (scenario, position) => scenario.agentDoes(undefined, (chat) => chat.queuePosition(position)),
  }),
];

/** Time. */
export const timeVerbs: readonly Verb[] = [
  verb({
    words: 'wait',
    about: 'So much time passes. It takes no time to play.',
    example: 'wait: 20 min',
    needs: ['virtual time'],
    value: duration,
    play: (scenario, ms) => scenario.wait(ms),
  }),
];
