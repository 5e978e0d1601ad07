import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { syncedJsonFile } from '../checkpoint/synced-json-file.ts';

/**
 * The format of a data directory. It rises with every change of what is stored, since a version that knows a record without
 * a field would write it anew without that field. Release 0.2.0 wrote format 1, and no file that says so.
 */
export const directoryFormat = 2;

const fileSchema = z.object({ format: z.int().min(1) });

const pathIn = (directory: string): string => join(directory, 'format.json');

/**
 * Reads alone. Throws with what an operator has to do when a newer version has written the directory, or when its format
 * cannot be told.
 */
export async function expectKnownFormat(directory: string): Promise<void> {
  const format = await formatIn(directory);
  if (format === undefined || format <= directoryFormat) return;
  throw new Error(
    `${directory} was written by a newer version (format ${format}; this version knows ${directoryFormat}), and nothing in it ` +
      'was changed. Start that version again, or restore the copy from before the upgrade.',
  );
}

/** Durable when it resolves. To be called when everything has been read, and before anything is stored. */
export async function recordFormat(directory: string): Promise<void> {
  if ((await formatIn(directory)) === directoryFormat) return;
  await syncedJsonFile<z.infer<typeof fileSchema>>(pathIn(directory)).write({ format: directoryFormat });
}

async function formatIn(directory: string): Promise<number | undefined> {
  const path = pathIn(directory);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (text === undefined) return undefined;
  try {
    return fileSchema.parse(JSON.parse(text)).format;
  } catch (cause) {
    throw new Error(
      `${path} does not say which format the directory has. Restore the directory from a backup, or remove this file if ` +
        'no newer version has run on the directory.',
      { cause },
    );
  }
}
