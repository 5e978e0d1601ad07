import { z } from 'zod';

/** What a URL can carry in one segment and an index of a database can hold, in bytes of UTF-8. */
const maxBytes = 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const control = /[\u0000-\u001f\u007f-\u009f]/;

/** An id of another system that can stand in a URL, in a file name and in an index. */
export const usableId = (maxLength: number) => z.string().min(1).max(maxLength).refine(isUsable);

/** A URL swallows dots that stand alone, and half a surrogate pair has no bytes. */
function isUsable(id: string): boolean {
  if (id === '.' || id === '..' || !id.isWellFormed() || control.test(id)) return false;
  // No unit takes up more than three bytes.
  return id.length * 3 <= maxBytes || Buffer.byteLength(id) <= maxBytes;
}
