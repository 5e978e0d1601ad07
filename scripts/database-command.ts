import { existsSync } from 'node:fs';
import { DatabaseError } from 'pg';
import { Misuse } from './operator/operator-call.ts';
import { sayError } from './say.ts';

/** DATABASE_URL of the environment or of .env. Throws {@link Misuse} when it is missing. */
export function databaseUrl(): string {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const url = process.env.DATABASE_URL?.trim();
  if (!url) throw new Misuse('DATABASE_URL is not set, neither in the environment nor in .env.');
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Misuse('DATABASE_URL has to begin with postgres://.');
  return url;
}

/** Runs a command: 0 when it did what it was told, 1 when something refused, 2 for a misuse. Never shows the URL. */
export function runDatabaseCommand(usage: string, command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const isMisuse = error instanceof Misuse;
    sayError(isMisuse ? `${error.message}\n${usage}` : reasonOf(error));
    process.exitCode = isMisuse ? 2 : 1;
  });
}

/** What failed and why, without the details in which a server quotes rows. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const own = error.message || 'The database was not reached';
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : '';
  return error instanceof DatabaseError ? `the database said: ${own}${code}` : `${own}${code}${cause}`;
}
