import type { Formula, Text } from './formula.ts';
import type { Place } from './problem.ts';

interface Common {
  /** The maker's id, or one made of the line. Unique within a topic. */
  readonly id: string;
  readonly place: Place;
}

/** Where a value goes: `Topic.Problem` is `{scope: 'Topic', name: 'Problem'}`. */
export interface VariableName {
  readonly scope: 'Topic' | 'Global';
  readonly name: string;
}

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
  | (Common & { readonly kind: 'SendActivity'; readonly text: Text })
  | (Common & {
      readonly kind: 'Question';
      readonly variable: VariableName;
      readonly prompt: Text;
      readonly entity: 'String' | 'Boolean';
      readonly alwaysPrompt: boolean;
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
  | (Common & { readonly kind: 'EndDialog' | 'EndConversation' | 'CancelAllDialogs' | 'ClearAllVariables' })
  /** One that these simulators do not know; its topic stops there. */
  | (Common & { readonly kind: 'unknown'; readonly why: string });

export interface Branch {
  readonly condition: Formula;
  readonly actions: readonly Action[];
}
