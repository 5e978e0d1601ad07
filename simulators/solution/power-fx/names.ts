import type { FunctionWorld } from './function.ts';
import type { Value } from './value.ts';

/** Where names get their values. */
export interface Names extends FunctionWorld {
  /** The value of `Topic`, `Global`, `System` and the like; undefined when there is no such name. */
  readonly scope: (name: string) => Scope | undefined;
}

/** What is behind a name: a value, or members of which one that was never set is Blank. */
export type Scope =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'variables'; readonly of: Readonly<Record<string, Value>> };
