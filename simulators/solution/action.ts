import type { Entity } from './entity.ts';
import type { Formula, Text } from './formula.ts';
import type { Place } from './problem.ts';
import type { ValueType } from './value-type.ts';

interface Common {
  /** The maker's id, or one made of the line. Unique within a topic. */
  readonly id: string;
  readonly place: Place;
}

/** Where a value goes: `Topic.Order.Id` is `{scope: 'Topic', path: ['Order', 'Id']}`. */
export interface VariableName {
  readonly scope: 'Topic' | 'Global' | 'System';
  readonly path: readonly string[];
}

export const nameOf = ({ scope, path }: VariableName): string => [scope, ...path].join('.');

/** What the customer reads: texts, of which a chat shows one, then what can be chosen. */
export interface Message {
  readonly text: Text | undefined;
  readonly choices: readonly Text[];
  readonly cards: readonly Card[];
}

/** A card that is shown as text. */
export type Card =
  | { readonly kind: 'adaptive'; readonly content: Formula | Text }
  | { readonly kind: 'plain'; readonly texts: readonly Text[] };

/** By the name of the input. */
export type InputBinding = ReadonlyMap<string, Formula>;
/** By the name of the output. */
export type OutputBinding = ReadonlyMap<string, { readonly variable: VariableName; readonly place: Place }>;

export interface Interruption {
  readonly isAllowed: boolean;
  /** Undefined: by every topic. */
  readonly topics: readonly { readonly schemaName: string; readonly place: Place }[] | undefined;
}

export type Action =
  | (Common & { readonly kind: 'SendActivity'; readonly message: Message })
  | (Common & {
      readonly kind: 'Question';
      readonly variable: VariableName;
      readonly prompt: Message;
      /** In place of the prompt, when the answer was none. */
      readonly unrecognizedPrompt: Message | undefined;
      readonly entity: Entity;
      /** When a variable that has a value is not asked for. */
      readonly skip: 'never' | 'at first' | 'always';
      /** How often it is asked again. */
      readonly repeatCount: number;
      /** What counts when no answer was one. */
      readonly otherwise: Formula | undefined;
      /** The topic that begins then. */
      readonly otherwiseTopic: string | undefined;
      readonly interruption: Interruption;
    })
  | (Common & { readonly kind: 'CSATQuestion' })
  | (Common & {
      readonly kind: 'ConditionGroup';
      readonly branches: readonly Branch[];
      readonly otherwise: readonly Action[];
    })
  | (Common & {
      readonly kind: 'InvokeSkillAction';
      readonly skillId: string;
      readonly actionId: string;
      readonly input: InputBinding;
      readonly output: OutputBinding;
      readonly interruption: Interruption;
    })
  | (Common & {
      readonly kind: 'BeginDialog' | 'ReplaceDialog';
      readonly dialog: string;
      readonly input: InputBinding;
      readonly output: OutputBinding;
    })
  | (Common & { readonly kind: 'SetVariable'; readonly variable: VariableName; readonly value: Formula })
  | (Common & { readonly kind: 'SetTextVariable'; readonly variable: VariableName; readonly value: Text })
  | (Common & { readonly kind: 'LogCustomTelemetryEvent'; readonly properties: Formula | undefined })
  | (Common & { readonly kind: 'GotoAction'; readonly actionId: string })
  | (Common & {
      readonly kind: 'EditTable';
      readonly variable: VariableName;
      readonly change: TableChange;
      readonly value: Formula | undefined;
      readonly result: VariableName | undefined;
    })
  | (Common & { readonly kind: 'EndDialog'; readonly clearsQueue: boolean })
  | (Common & { readonly kind: 'EndConversation' })
  | (Common & { readonly kind: 'CancelAllDialogs' })
  /** That of the history changes no variable. */
  | (Common & { readonly kind: 'ClearAllVariables'; readonly isOfHistory: boolean })
  | (Common & {
      readonly kind: 'ParseValue';
      readonly variable: VariableName;
      readonly type: ValueType;
      readonly value: Formula;
    })
  /** Asks something beyond the agent, which only a story can answer. */
  | (Common & OutsideCall & { readonly kind: 'CallOutside' })
  /** One that these simulators do not know; its topic stops there. */
  | (Common & {
      readonly kind: 'unknown';
      readonly why: string;
      /** The names that its expressions read, as far as they can be read. */
      readonly reads: readonly string[];
      /** Actions within it. */
      readonly inner: readonly Action[];
    });

/** A flow, a connector, an HTTP request, a model, an answer from knowledge, a card that is filled in, a sign-in. */
export interface OutsideCall {
  /** As the topic has it: `InvokeFlowAction`. */
  readonly of: string;
  /** What a story can call it by: the id, the display name, what it calls, its kind. */
  readonly names: readonly string[];
  /** What the customer reads first. */
  readonly shows: Message | undefined;
  /** Whether the customer reads what comes back. */
  readonly isSaid: boolean;
  /** Where parts of what comes back go, by their name. */
  readonly output: OutputBinding;
  /** Where all of it goes. */
  readonly result: VariableName | undefined;
  /** The names that it reads. */
  readonly reads: readonly string[];
}

export type TableChange = 'Add' | 'Remove' | 'Clear' | 'TakeFirst' | 'TakeLast';

export interface Branch {
  readonly condition: Formula;
  readonly actions: readonly Action[];
}
