/** The files of an export that describe an agent; pictures, flows and the like are left alone. */
const wanted =
  /^((other\/)?solution\.xml|bots\/|botcomponents\/|botcomponentcollections\/|environmentvariabledefinitions\/)/i;
const textual = /(\.xml|\.json|\/data)$/i;
const workspace = /\.mcs\.ya?ml$/i;

export const isSolutionFile = (path: string): boolean =>
  workspace.test(path) || (wanted.test(path) && textual.test(path));

const manifest = /(^|\/)solution\.xml$/i;
const agentFile = /(^|\/)(settings|agent)\.mcs\.ya?ml$/i;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The folder that holds the solution or all agents, with its slash, empty for the top; undefined when there is none. */
export function rootOf(paths: Iterable<string>): string | undefined {
  const all = [...paths];
  const [nearest] = all
    .filter((path) => manifest.test(path))
    .sort((one, other) => one.split('/').length - other.split('/').length);
  if (nearest !== undefined) return nearest.replace(/(other\/)?[^/]+$/i, '');
  const [first, ...others] = agentFolders(all);
  return first === undefined ? undefined : others.reduce(commonFolder, first);
}

/** The folders of agents, each with its slash; the agents within an agent are parts of it. */
export function agentFolders(paths: Iterable<string>): readonly string[] {
  const folders = new Set([...paths].filter((path) => agentFile.test(path)).map(folderOf));
  return [...folders]
    .filter((folder) => ![...folders].some((other) => other !== folder && folder.startsWith(other)))
    .sort();
}

function commonFolder(one: string, other: string): string {
  const [parts, others] = [one.split('/'), other.split('/')];
  const at = parts.findIndex((part, index) => part !== others[index]);
  return at <= 0 ? '' : `${parts.slice(0, at).join('/')}/`;
}
