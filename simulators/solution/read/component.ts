import type { Agent, EnvironmentVariable } from '../solution.ts';

/** The text files of a solution by their path. */
export type Files = ReadonlyMap<string, string>;

/** One part of an agent, with its YAML. */
export interface Component {
  readonly type: 'topic' | 'skill' | 'variable' | 'entity' | 'other';
  readonly schemaName: string;
  /** As makers read it. */
  readonly name: string;
  /** Schema name of its agent; undefined when the file does not say it. */
  readonly parent: string | undefined;
  readonly isActive: boolean;
  readonly file: string;
  readonly text: string;
}

/** What a solution's files hold, however they are laid out. */
export interface Contents {
  /** The unique name of the solution. */
  readonly name: string;
  readonly version: string;
  readonly agents: readonly Agent[];
  readonly components: readonly Component[];
  /** The parts that say topics in other languages, by file. */
  readonly translations: readonly string[];
  readonly environment: readonly EnvironmentVariable[];
  /** Why it has no agent, if more is known than that. */
  readonly withoutAgent: string | undefined;
}

/** Does what reads one file; when that file cannot be read, nothing comes of it but a note with its place. */
export type Tolerant = <Result>(read: () => Result) => readonly Result[];

/** The files whose path fits, by their path. */
export function matching(files: Files, pattern: RegExp): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => pattern.test(path)).sort(([one], [other]) => (one < other ? -1 : 1));
}
