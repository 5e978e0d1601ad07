import type { Formula } from './formula.ts';

export type PrebuiltEntity =
  | 'text'
  | 'boolean'
  | 'number'
  | 'whole number'
  | 'email'
  | 'url'
  | 'phone'
  | 'zip code'
  | 'date'
  | 'date and time'
  /** A city, a person, a colour and the like: the whole answer, as long as it is nothing but a name. */
  | 'name';

/** What a question takes for an answer. */
export type Entity =
  | { readonly kind: PrebuiltEntity }
  | { readonly kind: 'list'; readonly items: readonly ListItem[]; readonly set: string }
  /** Rows of a table, chosen by one of their texts. */
  | { readonly kind: 'rows'; readonly items: Formula }
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

export interface ListItem {
  readonly id: string;
  /** As customers read it. */
  readonly label: string;
  readonly synonyms: readonly string[];
}
