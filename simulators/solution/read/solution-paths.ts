/** The files of an export that describe an agent; pictures, flows and the like are left alone. */
const wanted =
  /^((other\/)?solution\.xml|bots\/|botcomponents\/|botcomponentcollections\/|environmentvariabledefinitions\/)/i;
const textual = /(\.xml|\.json|\/data)$/i;
const workspace = /\.mcs\.ya?ml$/i;

export const isSolutionFile = (path: string): boolean =>
  workspace.test(path) || (wanted.test(path) && textual.test(path));

const marks = [/(^|\/)solution\.xml$/i, /(^|\/)(settings|agent)\.mcs\.ya?ml$/i] as const;

/** The folder that holds the solution, with its slash, empty for the top; undefined when there is no solution. */
export function rootOf(paths: Iterable<string>): string | undefined {
  const all = [...paths];
  for (const mark of marks) {
    const [nearest] = all
      .filter((path) => mark.test(path))
      .sort((one, other) => one.split('/').length - other.split('/').length);
    if (nearest !== undefined) return nearest.replace(/(other\/)?[^/]+$/i, '');
  }
  return undefined;
}
