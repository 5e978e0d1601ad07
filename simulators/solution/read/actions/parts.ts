import type { Action } from '../../action.ts';
import type { YamlNode } from '../yaml-node.ts';
import type { KnownEntities } from './read-entity.ts';

/** An action without what all of them have. */
export type Parts<Kind = Action> = Kind extends Action ? Omit<Kind, 'id' | 'place'> : never;

/** Reads what an action holds: the actions within it by the reader that reads lists of them. */
export interface Reading {
  readonly known: KnownEntities;
  readonly actions: (nodes: readonly YamlNode[]) => readonly Action[];
}
