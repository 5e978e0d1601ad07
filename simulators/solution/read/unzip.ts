import { strFromU8, unzipSync } from 'fflate';
import { SolutionProblem } from '../problem.ts';

/** Bytes; far above what agents come to, far below what would hurt. */
const largestZip = 20_000_000;
const largestFile = 2_000_000;
const largestTotal = 40_000_000;
const mostFiles = 5_000;

/** The parts of an export that describe an agent; pictures, flows and the like stay packed. */
const wanted = /^(solution\.xml|bots\/|botcomponents\/|environmentvariabledefinitions\/)/i;
const textual = /(\.xml|\.json|\/data)$/i;

/** The text files of a solution by their path. Throws a {@link SolutionProblem} for no zip, and for one beyond all bounds. */
export function unzipSolution(bytes: Uint8Array): ReadonlyMap<string, string> {
  const fail = (file: string, what: string) => new SolutionProblem({ file, line: 1 }, what);
  if (bytes.byteLength > largestZip) throw fail('the zip', `is larger than ${largestZip} bytes`);
  let files = 0;
  let total = 0;
  const unpacked = unpack(bytes, ({ name, originalSize }) => {
    files += 1;
    if (files > mostFiles) throw fail('the zip', `has more than ${mostFiles} files`);
    const path = pathOf(name);
    if (!wanted.test(path) || !textual.test(path)) return false;
    if (originalSize > largestFile) throw fail(path, `is larger than ${largestFile} bytes`);
    total += originalSize;
    if (total > largestTotal) throw fail('the zip', `unpacks to more than ${largestTotal} bytes`);
    return true;
  });
  return new Map(
    Object.entries(unpacked).map(([name, content]) => [
      pathOf(name),
      strFromU8(content).replace(/^\uFEFF/, ''),
    ]),
  );
}

type Filter = (file: { readonly name: string; readonly originalSize: number }) => boolean;

/** The buffers are as large as the directory of the zip says, so a file that says less than it holds is cut, not grown. */
function unpack(bytes: Uint8Array, filter: Filter): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof SolutionProblem) throw cause;
    throw new SolutionProblem(
      { file: 'the zip', line: 1 },
      `is not a zip: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

const pathOf = (name: string): string => name.replaceAll('\\', '/').replace(/^\.?\//, '');
