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

/** How the agent calls the bridge. */
export type AgentDialect = 'reference' | 'contoso-sample';

/** A component as its source has it. */
export interface SourceFile {
  /** The last part of its schema name. */
  readonly name: string;
  /** As makers read it: the comment in its first line. */
  readonly displayName: string;
  readonly text: string;
}

export interface AgentSource extends z.infer<typeof agentSchema> {
  readonly topics: readonly SourceFile[];
  readonly skills: readonly SourceFile[];
}

const sources = new URL('../sources/', import.meta.url);

/** The sources of our own agent, in one dialect. */
export function readAgentSource(dialect: AgentDialect): AgentSource {
  const agent = agentSchema.parse(parse(readFileSync(new URL('agent.yaml', sources), 'utf8')));
  const files = [...filesIn('common'), ...filesIn(dialect)].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  return {
    ...agent,
    topics: files.filter(({ name }) => !name.endsWith('.skill')),
    skills: files
      .filter(({ name }) => name.endsWith('.skill'))
      .map((file) => ({ ...file, name: file.name.slice(0, -'.skill'.length) })),
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
