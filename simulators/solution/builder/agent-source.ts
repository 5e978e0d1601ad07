import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const agentSchema = z
  .object({
    solution: z.object({ name: z.string(), displayName: z.string(), version: z.string() }).readonly(),
    publisher: z.object({ name: z.string(), displayName: z.string(), prefix: z.string() }).readonly(),
    agent: z.object({ schemaName: z.string(), name: z.string() }).readonly(),
    variables: z.array(
      z
        .object({ name: z.string(), description: z.string(), isGivenFromOutside: z.boolean().default(false) })
        .readonly(),
    ),
    skill: z
      .object({ name: z.string(), displayName: z.string(), appId: z.string(), appEndpoint: z.string() })
      .readonly(),
  })
  .readonly();

/** How the agent's topics call the bridge as a skill. */
export type AgentDialect = 'reference' | 'contoso-sample';

/** The ways in which the agent can call the bridge. */
export const waysToCall = ['skill', 'connected-agent'] as const;
export type CalledAs = (typeof waysToCall)[number];

/** A component as its source has it. */
export interface SourceFile {
  /** The last part of its schema name. */
  readonly name: string;
  /** As makers read it: the comment in its first line. */
  readonly displayName: string;
  readonly text: string;
}

export interface AgentSource extends z.infer<typeof agentSchema> {
  readonly calledAs: CalledAs;
  readonly topics: readonly SourceFile[];
  readonly skills: readonly SourceFile[];
  /** Connected agents. */
  readonly actions: readonly SourceFile[];
  /** What the orchestrator is told. */
  readonly instructions: readonly SourceFile[];
}

const sources = new URL('../sources/', import.meta.url);

/** The sources of our own agent, in one dialect where it calls a skill. */
export function readAgentSource(dialect: AgentDialect, calledAs: CalledAs = 'skill'): AgentSource {
  const agent = agentSchema.parse(parse(readFileSync(new URL('agent.yaml', sources), 'utf8')));
  const folders = calledAs === 'skill' ? ['common', 'skill', dialect] : ['common', 'connected-agent'];
  const files = folders.flatMap(filesIn).sort((one, other) => (one.name < other.name ? -1 : 1));
  const kinds = Map.groupBy(files, ({ name }) => name.split('.')[1] ?? 'topic');
  const named = (kind: string): readonly SourceFile[] =>
    (kinds.get(kind) ?? []).map((file) => ({ ...file, name: file.name.replace(`.${kind}`, '') }));
  return {
    ...agent,
    // A connected agent keeps what it knows itself.
    variables: calledAs === 'skill' ? agent.variables : [],
    calledAs,
    topics: named('topic'),
    skills: named('skill'),
    actions: named('action'),
    instructions: named('gpt'),
  };
}

function filesIn(folder: string): readonly SourceFile[] {
  const place = new URL(`${folder}/`, sources);
  return readdirSync(place)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const text = readFileSync(new URL(file, place), 'utf8');
      const displayName = /^# (.+)/.exec(text)?.[1] ?? file;
      return { name: file.slice(0, -'.yaml'.length), displayName, text };
    });
}
