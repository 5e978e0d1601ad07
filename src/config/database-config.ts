import type { DatabaseOptions } from '../adapters/storage/postgres/connection/database.ts';
import type { SettingReader } from './setting-reader.ts';

const isPostgresUrl = (value: string): boolean =>
  URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol);

/** Reads and checks how the database is reached; what is wrong goes to the reader's findings. */
export function readDatabase(reader: SettingReader): DatabaseOptions {
  const ms = { min: 100, max: 60_000, isWhole: true };
  return {
    url: reader.checked('DATABASE_URL', {
      expected: 'postgres://user:password@host:5432/database, with ?sslmode=verify-full for TLS',
      isGood: isPostgresUrl,
    }),
    poolSize: reader.number('HANDOFF_DATABASE_POOL', { min: 2, max: 200, byDefault: 10, isWhole: true }),
    connectTimeoutMs: reader.number('HANDOFF_DATABASE_CONNECT_MS', { ...ms, byDefault: 3000 }),
    queryTimeoutMs: reader.number('HANDOFF_DATABASE_QUERY_MS', { ...ms, byDefault: 5000 }),
  };
}
