/** What a state gives to the request that follows: its session, the key of the request, and so on. */
export type StateValues = Readonly<Record<string, string>>;
export type StateParameters = Readonly<Record<string, unknown>>;
export type MakeState = (parameters: StateParameters) => Promise<StateValues>;
