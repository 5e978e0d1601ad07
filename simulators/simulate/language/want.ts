import type { AgentAction } from '../../live-chat/callbacks/agent-action.ts';
import type { Gap } from '../../live-chat/gaps.ts';
import type { Expected } from './expectation.ts';

/** What a live chat has to be able to do for a step of a story. */
export type Want =
  | { readonly tells: AgentAction['type'] }
  /** It lacks nothing of this name. */
  | { readonly can: Gap }
  /** It repeats a callback that was not answered for so long, in milliseconds. */
  | { readonly repeatsForMs: number }
  /** The copilot calls a skill; the reason, in a sentence, why there is no such thing with a connected agent. */
  | WantsSkill;

interface WantsSkill {
  readonly ofSkill: string;
  /** Without it the story shows nothing. */
  readonly isNeeded: boolean;
}

/** What the bridge says to customers of what a live chat has told. */
const sentences: readonly (readonly [RegExp, Want])[] = [
  [/has joined/i, { tells: 'agent-joined' }],
  [/has left/i, { tells: 'agent-left' }],
  [/^[A-Z]\w+ has (joined|left)/, { can: 'names of who comes' }],
  [/now talking with/i, { tells: 'agent-transferred' }],
  [/in the queue|number \d/i, { tells: 'queue-position' }],
  [/you are connected/i, { can: 'free agent' }],
];

/** What our own topics say around the skill, and the bridge says in other words where it is called by an orchestrator. */
const ofTopics = /explain your problem|being connected|connected with an agent|already in contact/i;

/** What it takes for the copilot to say this in its own topics. */
export const wantsOfCopilot = (expected: readonly Expected[]): readonly Want[] => [
  ...wantsToSee(expected),
  ...(expected.some(({ text = '', contains = '' }) => ofTopics.test(`${text}${contains}`))
    ? [{ ofSkill: 'A topic says it, and none leads to a connected agent.', isNeeded: false } as const]
    : []),
];

/** What has to be told for a customer to see this. */
export const wantsToSee = (expected: readonly Expected[]): readonly Want[] =>
  expected.flatMap(({ text = '', contains = '', from }) => [
    ...sentences.filter(([pattern]) => pattern.test(`${text}${contains}`)).map(([, want]) => want),
    ...(from === undefined ? [] : [{ can: 'agent names' } as const]),
  ]);
