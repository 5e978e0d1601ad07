import { MatchersV3 } from '@pact-foundation/pact';
import type { Activity } from '../../../simulators/teams/activity.ts';
import { oneOf } from '../matchers.ts';
import { activityOf, ending, liveChat, withStatusOf } from './examples.ts';

/* What topics ask the skill for, in either dialect, and with what they go on. */

const opened = { ...liveChat, HandoffStatus: oneOf(['queued', 'active'], 'queued') };

interface Action {
  readonly given: readonly [string, Readonly<Record<string, string>>?];
  readonly of: (how: { readonly expectReplies: boolean }) => Promise<Activity>;
  readonly replies: readonly object[];
}

const reference = 'reference';
const sample = 'contoso-sample';
const escalation: Action['of'] = (how) => activityOf({ dialect: reference, ...how }, 'start');
export const message: Action['of'] = (how) => activityOf({ dialect: reference, ...how }, 'message');

/** Each of them is asked with `expectReplies` and without. */
export const actions: Readonly<Record<string, Action>> = {
  'endConversation, which asks for a handoff': {
    given: ['no session is open'],
    of: escalation,
    replies: [ending(opened)],
  },
  'a message to the agent': { given: ['a session is open'], of: message, replies: [] },
  'the end command': {
    given: ['a session is open'],
    of: (how) => activityOf({ dialect: reference, ...how }, 'end'),
    replies: [ending(withStatusOf('ended'))],
  },
  'startConversation of the shipped sample': {
    given: ['no session is open'],
    of: (how) => activityOf({ dialect: sample, ...how }, 'start'),
    replies: [ending(opened)],
  },
  'the first message of the shipped sample, with the problem': {
    given: ['a session is open'],
    of: (how) => activityOf({ dialect: sample, ...how }, 'problem'),
    replies: [],
  },
  'endConversation of the shipped sample': {
    given: ['a session is open'],
    of: (how) => activityOf({ dialect: sample, ...how }, 'end'),
    replies: [ending(withStatusOf('ended'))],
  },
};

/** What a topic has to be told besides, in the answer itself. */
export const branches: Readonly<Record<string, Action>> = {
  'the same endConversation again': {
    given: ['a handoff was asked for'],
    of: escalation,
    replies: [ending(opened)],
  },
  'endConversation while a session is open': {
    given: ['a session is open'],
    of: escalation,
    replies: [ending({ ...liveChat, ...withStatusOf('already-open') })],
  },
  'a message while no session is open': {
    given: ['no session is open'],
    of: message,
    replies: [ending(withStatusOf('none'))],
  },
};

export const refusals: Readonly<Record<string, Action>> = Object.fromEntries(
  ['closed', 'no-agents', 'unavailable'].map((reason): [string, Action] => [
    `endConversation while new live chats are refused as ${reason}`,
    {
      given: ['new live chats are refused', { reason }],
      of: escalation,
      replies: [
        { type: MatchersV3.equal('message'), text: MatchersV3.string('There is nobody at the moment.') },
        ending(withStatusOf(reason)),
      ],
    },
  ]),
);
