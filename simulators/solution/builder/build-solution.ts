import { strToU8, type Zippable, zipSync } from 'fflate';
import { type AgentDialect, type AgentSource, type CalledAs, readAgentSource } from './agent-source.ts';
import { botFiles } from './bot-files.ts';
import { componentFiles, environmentFiles } from './component-files.ts';
import { contentTypes, customizationsXml, solutionXml } from './manifest-files.ts';

export interface BuildOptions {
  /** Default `skill`. */
  readonly calledAs?: CalledAs;
  /** Of a skill's topics. Default `reference`. */
  readonly dialect?: AgentDialect;
  /** The publisher's prefix, 2 to 8 letters and digits. Default `handoff`. */
  readonly prefix?: string;
  /** Default `HandoffBridge`. */
  readonly publisher?: string;
  /** The solution's unique name. Default `HandoverAgent`. */
  readonly name?: string;
  /** Four numbers. Default `1.0.0.0`. */
  readonly version?: string;
  /** What the two environment variables are until they are set; none by default, so that the import asks. */
  readonly appId?: string;
  readonly appEndpoint?: string;
}

/** Our own agent as a solution that Copilot Studio imports: the same options give the same bytes. */
export function buildSolution(options: BuildOptions = {}): Uint8Array {
  const files = solutionFiles(options);
  // fflate writes local time; the earliest that a zip can have is the same everywhere.
  const mtime = new Date(1980, 0, 1);
  const zippable: Zippable = Object.fromEntries(
    files.map(([path, text]): [string, [Uint8Array, { mtime: Date; level: 9 }]] => [
      path,
      [strToU8(text), { mtime, level: 9 }],
    ]),
  );
  return zipSync(zippable);
}

/** Path and text of each file, in the order of the zip. */
export function solutionFiles(options: BuildOptions = {}): readonly (readonly [string, string])[] {
  const agent = withOptions(readAgentSource(options.dialect ?? 'reference', options.calledAs), options);
  const files = [...botFiles(agent), ...componentFiles(agent), ...environmentFiles(agent, options)];
  return [
    ['[Content_Types].xml', contentTypes(files.map(([path]) => path))],
    ['customizations.xml', customizationsXml(agent)],
    ['solution.xml', solutionXml(agent)],
    ...files,
  ];
}

const formats = {
  prefix: { pattern: /^[a-z][a-z0-9]{1,7}$/, expected: '2 to 8 lower-case letters and digits' },
  publisher: { pattern: /^[A-Za-z][A-Za-z0-9_]*$/, expected: 'letters, digits and _' },
  name: { pattern: /^[A-Za-z][A-Za-z0-9_]*$/, expected: 'letters, digits and _' },
  version: { pattern: /^\d+(\.\d+){3}$/, expected: 'four numbers such as 1.0.0.0' },
};

/** Throws an Error that names the option. */
function withOptions(source: AgentSource, { prefix, publisher, name, version }: BuildOptions): AgentSource {
  const wanted = {
    prefix: prefix ?? source.publisher.prefix,
    publisher: publisher ?? source.publisher.name,
    name: name ?? source.solution.name,
    version: version ?? source.solution.version,
  };
  for (const option of ['prefix', 'publisher', 'name', 'version'] as const) check(option, wanted[option]);
  const schemaName = source.agent.schemaName.replace(`${source.publisher.prefix}_`, `${wanted.prefix}_`);
  const renamed = <File extends { readonly text: string }>(file: File): File => ({
    ...file,
    text: file.text.replaceAll(source.agent.schemaName, schemaName),
  });
  return {
    ...source,
    solution: { ...source.solution, name: wanted.name, version: wanted.version },
    publisher: { ...source.publisher, name: wanted.publisher, prefix: wanted.prefix },
    agent: { ...source.agent, schemaName },
    topics: source.topics.map(renamed),
    skills: source.skills.map(renamed),
    actions: source.actions.map(renamed),
    instructions: source.instructions.map(renamed),
  };
}

function check(option: keyof typeof formats, value: string): void {
  const { pattern, expected } = formats[option];
  if (!pattern.test(value)) throw new Error(`--${option} has to be ${expected}`);
}
