import type { Action } from './action.ts';
import type { Formula } from './formula.ts';
import type { Place } from './problem.ts';

/** A Copilot Studio agent as an exported solution has it. */
export interface Solution {
  /** The unique name of the solution, not of the agent. */
  readonly name: string;
  readonly version: string;
  readonly agent: Agent;
  readonly topics: readonly Topic[];
  readonly skills: readonly Skill[];
  readonly connectedAgents: readonly ConnectedAgent[];
  readonly variables: readonly GlobalVariable[];
  readonly environment: readonly EnvironmentVariable[];
}

export interface Agent {
  readonly schemaName: string;
  readonly name: string;
}

export const triggers = [
  'OnRecognizedIntent',
  'OnEscalate',
  'OnSystemRedirect',
  'OnRedirect',
  'OnError',
  'OnConversationStart',
  'OnUnknownIntent',
  'OnSelectIntent',
  'OnSignIn',
] as const;
export type Trigger = (typeof triggers)[number];

export interface Topic {
  readonly schemaName: string;
  /** As makers read it. */
  readonly name: string;
  readonly place: Place;
  readonly isActive: boolean;
  /** Cancels all other topics when it starts. */
  readonly cancelsOthers: boolean;
  readonly begin: Begin;
}

/** How a topic begins; `unknown` for one that these simulators cannot begin. */
export type Begin =
  | {
      readonly kind: 'known';
      readonly trigger: Trigger;
      readonly phrases: readonly Phrase[];
      readonly actions: readonly Action[];
    }
  | {
      readonly kind: 'unknown';
      readonly phrases: readonly Phrase[];
      readonly place: Place;
      readonly why: string;
    };

export interface Phrase {
  readonly text: string;
  readonly place: Place;
}

export interface Skill {
  readonly schemaName: string;
  readonly name: string;
  readonly place: Place;
  readonly actions: readonly SkillAction[];
  /** Schema names of the environment variables. */
  readonly appId: string;
  readonly appEndpoint: string;
}

export interface SkillAction {
  readonly id: string;
  readonly type: 'event' | 'message';
  readonly place: Place;
}

/** An agent of the Microsoft 365 Agents SDK that the orchestrator can give a turn to. */
export interface ConnectedAgent {
  readonly schemaName: string;
  readonly name: string;
  readonly place: Place;
  /** What the orchestrator routes by. */
  readonly description: string;
  /** How many earlier messages of the customer come along with a turn. */
  readonly pastMessages: number;
}

export interface GlobalVariable {
  readonly name: string;
  /** Whether it may get its value from outside of the topics. */
  readonly isGivenFromOutside: boolean;
  readonly defaultValue: Formula | undefined;
}

export interface EnvironmentVariable {
  readonly schemaName: string;
  readonly name: string;
  readonly value: string | undefined;
}

/** Actions of a topic in the order of its file, those in branches too. */
export function actionsOf(topic: Topic): readonly Action[] {
  return topic.begin.kind === 'known' ? topic.begin.actions.flatMap(withInner) : [];
}

export function withInner(action: Action): readonly Action[] {
  if (action.kind !== 'ConditionGroup') return [action];
  const inner = [...action.branches.flatMap(({ actions }) => actions), ...action.otherwise];
  return [action, ...inner.flatMap(withInner)];
}

export const phrasesOf = ({ begin }: Topic): readonly Phrase[] => begin.phrases;
