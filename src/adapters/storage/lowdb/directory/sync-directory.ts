import { open } from 'node:fs/promises';

/** Makes the names in a directory durable. Windows keeps them by itself and cannot open directories. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
