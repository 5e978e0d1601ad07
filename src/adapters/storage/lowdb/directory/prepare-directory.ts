import { access, chmod, constants, mkdir } from 'node:fs/promises';
import { ownerOnly } from './owner-only.ts';

/** Makes the data directory, when it is not there. Throws with what an operator has to do when it cannot be used. */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: ownerOnly.directory });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    throw new Error(
      `${directory} cannot be used as data directory${code}. ` +
        'Set HANDOFF_DATA_DIR to a directory that this process may write.',
      { cause },
    );
  }
}

/** Makes a directory readable by its owner alone, also when it exists with wider permissions, as a restored copy may. */
export async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: ownerOnly.directory });
  // On a volume of another user, or without permissions, the mount decides.
  await chmod(directory, ownerOnly.directory).catch(() => undefined);
}
