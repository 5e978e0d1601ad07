/** What a topic declares a value to be. */
export type ValueType =
  | { readonly kind: 'String' | 'Number' | 'Boolean' | 'Date' | 'DateTime' | 'Time' | 'Any' }
  | { readonly kind: 'Record' | 'Table'; readonly properties: ReadonlyMap<string, ValueType> };
