import { strFromU8, unzipSync } from 'fflate';
import { SolutionProblem } from '../problem.ts';
import type { Files } from './component.ts';
import { isSolutionFile, rootOf } from './solution-paths.ts';

/** Bytes; far above what agents come to, far below what would hurt. */
const largestZip = 20_000_000;
export const largestFile = 2_000_000;
export const largestTotal = 40_000_000;
export const mostFiles = 5_000;

const fail = (file: string, what: string) => new SolutionProblem({ file, line: 1 }, what);

/** The text files of a solution by their path. Throws a {@link SolutionProblem} for no zip, and for one beyond all bounds. */
export function unzipSolution(bytes: Uint8Array): Files {
  const files = filesOf(bytes);
  if (files.has('solution.xml') || rootOf(files.keys()) !== undefined) return files;
  // A download may hold the solution as a zip within the zip.
  const inner = Object.values(unpack(bytes, ({ name, originalSize }) => isInnerZip(name, originalSize)));
  for (const zip of inner) {
    const within = filesOf(zip);
    if (rootOf(within.keys()) !== undefined) return within;
  }
  return files;
}

const isInnerZip = (name: string, size: number): boolean => /\.zip$/i.test(name) && size <= largestZip;

function filesOf(bytes: Uint8Array): Files {
  if (bytes.byteLength > largestZip) throw fail('the zip', `is larger than ${largestZip} bytes`);
  if (isEncrypted(bytes)) throw fail('the zip', 'is encrypted: export it without a password');
  const paths: string[] = [];
  unpack(bytes, ({ name }) => {
    paths.push(pathOf(name));
    if (paths.length > mostFiles) throw fail('the zip', `has more than ${mostFiles} files`);
    return false;
  });
  const root = rootOf(paths) ?? '';
  let total = 0;
  const unpacked = unpack(bytes, ({ name, originalSize }) => {
    const path = pathOf(name);
    if (!path.startsWith(root) || !isSolutionFile(path.slice(root.length))) return false;
    if (originalSize > largestFile) throw fail(path, `is larger than ${largestFile} bytes`);
    total += originalSize;
    if (total > largestTotal) throw fail('the zip', `unpacks to more than ${largestTotal} bytes`);
    return true;
  });
  return new Map(
    Object.entries(unpacked).map(([name, content]) => [
      pathOf(name).slice(root.length),
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
    throw fail('the zip', `is not a zip: ${cause instanceof Error ? cause.message : cause}`);
  }
}

const directoryEntry = [0x50, 0x4b, 0x01, 0x02];
const flagsAt = 8;

/** Whether an entry of the zip's directory says that its file is encrypted. */
function isEncrypted(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = Buffer.from(directoryEntry);
  for (let at = all.lastIndexOf(mark); at > 0; at = all.lastIndexOf(mark, at - 1)) {
    if (at + flagsAt < all.length && ((all[at + flagsAt] ?? 0) & 1) === 1) return true;
  }
  return false;
}

const pathOf = (name: string): string => name.replaceAll('\\', '/').replace(/^\.?\//, '');
