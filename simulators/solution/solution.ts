import type { Action } from './action.ts';
import type { Entity } from './entity.ts';
import type { Formula } from './formula.ts';
import type { Place, SolutionProblem } from './problem.ts';

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
  /** The files that say topics in other languages than the agent's own; they are not played. */
  readonly translations: readonly string[];
  readonly environment: readonly EnvironmentVariable[];
  readonly entities: readonly ListedEntity[];
  /** What other topics can begin and these simulators cannot: tools, other agents. */
  readonly otherDialogs: readonly OtherDialog[];
  /** Files that could not be read; the rest is as if they were not there. */
  readonly unreadable: readonly SolutionProblem[];
}

export interface Agent {
  readonly schemaName: string;
  readonly name: string;
  /** In which it is written: `de-DE`. */
  readonly language: string;
  /** A model chooses its topics by their descriptions; phrases count for little. */
  readonly isGenerative: boolean;
}

/** An entity of the maker's own. */
export interface ListedEntity {
  readonly schemaName: string;
  readonly entity: Entity;
}

export interface OtherDialog {
  readonly schemaName: string;
  readonly name: string;
  /** As its file has it: `TaskDialog`, `AgentDialog`. */
  readonly kind: string;
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
  'OnActivity',
  'OnMessageActivity',
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
      /** The maker's id of the trigger. */
      readonly id: string;
      /** Of several with the same trigger the one with the lower number comes first. */
      readonly priority: number;
      /** It begins only when this holds. */
      readonly condition: Formula | undefined;
      /** Whether a customer whose words are near to several topics is offered it. */
      readonly isOffered: boolean;
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
  /** Activities of other types, such as `invoke`, are not sent here. */
  readonly type: 'event' | 'message' | 'other';
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

const actions = new WeakMap<Topic, readonly Action[]>();

/** Actions of a topic in the order of its file, those in branches too. A topic does not change, so they are listed once. */
export function actionsOf(topic: Topic): readonly Action[] {
  const known = actions.get(topic);
  if (known) return known;
  const listed = topic.begin.kind === 'known' ? topic.begin.actions.flatMap(withInner) : [];
  actions.set(topic, listed);
  return listed;
}

export function withInner(action: Action): readonly Action[] {
  if (action.kind === 'unknown') return [action, ...action.inner.flatMap(withInner)];
  if (action.kind !== 'ConditionGroup') return [action];
  const inner = [...action.branches.flatMap(({ actions }) => actions), ...action.otherwise];
  return [action, ...inner.flatMap(withInner)];
}

export const phrasesOf = ({ begin }: Topic): readonly Phrase[] => begin.phrases;
