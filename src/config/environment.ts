export type Environment = Readonly<Record<string, string | undefined>>;

/** Without white space around values; an empty value is as good as none. */
export const trimmed = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value?.trim() || undefined]));
