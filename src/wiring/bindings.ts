import type { Contributions, Parts } from './parts/parts.ts';

/** What a factory takes: parts by their names. */
export type Needs<Need extends keyof Parts> = Pick<Parts, NoInfer<Need>>;

/** How a module says what it consists of. A port that is forgotten, swapped or misnamed does not compile. */
export interface Bindings {
  /** A part, made once from what it needs. */
  provide<Name extends keyof Parts, Need extends keyof Parts = never>(
    name: Name,
    factory: (needs: Needs<Need>) => Parts[Name],
    needs: readonly Need[],
  ): Provided<Parts[Name]>;
  /** Items of a part that is a list. */
  contribute<Name extends keyof Contributions, Need extends keyof Parts = never>(
    name: Name,
    factory: (needs: Needs<Need>) => readonly Contributions[Name][],
    needs: readonly Need[],
  ): void;
  /** The list of all that was contributed, in the order in which modules were loaded. */
  collect(name: keyof Contributions): void;
  /** The same part with something around it. What is loaded later is further out. */
  decorate<Name extends keyof Parts, Need extends keyof Parts = never>(
    name: Name,
    decorator: (part: Parts[Name], needs: Needs<Need>) => Parts[Name],
    needs: readonly Need[],
  ): void;
}

interface Provided<Part> {
  /** Ends the part, if it was made, when its module is unloaded. */
  endedBy(end: (part: Part) => Promise<void>): void;
}
