/** What only one vendor is free to do, by the vendor's own names. */
export type Choices = Readonly<Record<string, unknown>>;
