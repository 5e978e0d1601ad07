import { languageTagOf } from '../recognition/language.ts';
import type { Agent } from '../solution.ts';
import { type Component, type Contents, type Files, matching, type Tolerant } from './component.ts';
import { agentFolders } from './solution-paths.ts';
import { asMap, mapAt, textAt } from './yaml-fields.ts';
import { type MapNode, parseYaml } from './yaml-node.ts';

/** The folder of an agent as the extension for Visual Studio Code clones it: `.mcs.yml` files. */
const settingsFile = /^settings\.mcs\.ya?ml$/i;
const ending = /(\.(topic|action|entity|variable|skill))?\.mcs\.ya?ml$/i;

/** The folders and what is in them; all others, such as knowledge, stay out. */
const folders: Readonly<Record<string, Component['type']>> = {
  topics: 'topic',
  skills: 'skill',
  variables: 'variable',
  entities: 'entity',
  actions: 'other',
  agents: 'other',
};

export const isWorkspace = (files: Files): boolean => [...files.keys()].some((path) => ending.test(path));

/** One agent or several, each in a folder of its own. */
export function readWorkspace(files: Files, tolerant: Tolerant): Contents {
  const folders = agentFolders(files.keys());
  const all = (folders.length === 0 ? [''] : folders).map((folder) => agentAt(files, folder, tolerant));
  const [first] = all;
  return {
    name: first?.agent.name ?? 'agent',
    version: '',
    agents: all.map(({ agent }) => agent),
    components: all.flatMap(({ components }) => components),
    translations: [...files.keys()].filter((path) => /(^|\/)translations\//.test(path)),
    environment: [],
    withoutAgent: undefined,
  };
}

function agentAt(files: Files, folder: string, tolerant: Tolerant) {
  const within = [...files].filter(([path]) => path.startsWith(folder));
  const own: Files = new Map(within.map(([path, text]) => [path.slice(folder.length), text]));
  const agent = agentIn(own, folder, tolerant);
  const components = matching(own, ending).flatMap(([path, text]) => {
    const [part = '', ...rest] = path.split('/');
    const type = rest.length > 0 && Object.hasOwn(folders, part) ? folders[part] : undefined;
    return type ? [componentIn(agent, { type, path: folder + path, text }, tolerant)] : [];
  });
  return { agent, components };
}

/** Where nothing tells the agent's schema name, topics that name others with it are known by their last part. */
function agentIn(files: Files, folder: string, tolerant: Tolerant): Agent {
  const [settings] = matching(files, settingsFile);
  const [root] = settings
    ? tolerant(() => asMap(parseYaml(folder + settings[0], settings[1]), 'the settings'))
    : [];
  const schemaName = (root && textAt(root, 'schemaName')) ?? folder.split('/').at(-2) ?? 'agent';
  const lcid = root && textAt(root, 'language');
  return {
    schemaName,
    name: (root && textAt(root, 'displayName')) ?? schemaName,
    language: languageTagOf(lcid === undefined ? undefined : Number(lcid)),
    isGenerative: root !== undefined && isGenerative(root),
  };
}

function isGenerative(root: MapNode): boolean {
  const configuration = mapAt(root, 'configuration') ?? root;
  const settings = mapAt(configuration, 'settings');
  return (settings && textAt(settings, 'GenerativeActionsEnabled')) === 'true';
}

interface Found {
  readonly type: Component['type'];
  readonly path: string;
  readonly text: string;
}

function componentIn(agent: Agent, { type, path, text }: Found, tolerant: Tolerant): Component {
  const last = (path.split('/').at(-1) ?? path).replace(ending, '');
  // What cannot be read is told when the component itself is read.
  const [metadata] = tolerant(() => metadataIn(path, text));
  const part = type === 'other' ? 'action' : type;
  return {
    type,
    schemaName: metadata?.schemaName ?? `${agent.schemaName}.${part}.${last}`,
    name: metadata?.componentName ?? last,
    parent: agent.schemaName,
    isActive: true,
    file: path,
    text,
  };
}

function metadataIn(path: string, text: string) {
  const root = parseYaml(path, text);
  const metadata = root.kind === 'map' ? mapAt(root, 'mcs.metadata') : undefined;
  return {
    schemaName: metadata && textAt(metadata, 'schemaName'),
    componentName: metadata && textAt(metadata, 'componentName'),
  };
}
