import { closeSync, openSync, readSync } from 'node:fs';

interface TextLine {
  readonly text: string;
  /** Where it begins, in bytes. */
  readonly offset: number;
}

const chunkBytes = 256 * 1024;
const newline = 10;

/** The lines of a file, one after the other, so that the file is never in memory as a whole. Reads at once: for the start alone. */
export function* linesOf(path: string): Generator<TextLine> {
  const file = openSync(path, 'r');
  try {
    let held = Buffer.alloc(0);
    let offset = 0;
    const chunk = Buffer.allocUnsafe(chunkBytes);
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      const bytes =
        held.length === 0 ? chunk.subarray(0, length) : Buffer.concat([held, chunk.subarray(0, length)]);
      let start = 0;
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
        yield { text: bytes.toString('utf8', start, end), offset: offset + start };
        start = end + 1;
      }
      held = Buffer.from(bytes.subarray(start));
      offset += start;
    }
    if (held.length > 0) yield { text: held.toString('utf8'), offset };
  } finally {
    closeSync(file);
  }
}
