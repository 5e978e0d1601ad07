import { describe, expect, it } from 'vitest';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { goodEnvironment } from './good-environment.ts';

const url = 'postgres://bridge:MARKER@db.contoso.com:5432/handoff?sslmode=verify-full';
const environment = { ...goodEnvironment(), HANDOFF_STORE: 'postgres', DATABASE_URL: url };

function findingsOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig({ ...environment, ...changes });
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings;
    throw error;
  }
}

describe('The settings of the database', () => {
  it('have the defaults that the documentation names', () => {
    const database = { url, poolSize: 10, connectTimeoutMs: 3000, queryTimeoutMs: 5000 };
    expect(readConfig(environment)).toMatchObject({ store: 'postgres', database });
  });

  it('are needed for no other store', () => {
    const config = readConfig({ ...goodEnvironment(), DATABASE_URL: 'anything' });
    expect(config).not.toHaveProperty('database');
  });

  it.each([
    ['DATABASE_URL', [undefined, 'db', 'https://MARKER-host/db', 'host=MARKER-host dbname=x']],
    ['HANDOFF_DATABASE_POOL', ['0', '1', '2.5', '201', 'many']],
    ['HANDOFF_DATABASE_CONNECT_MS', ['99', '60001', '1 s']],
    ['HANDOFF_DATABASE_QUERY_MS', ['99', '60001', '-1']],
  ])('are checked at the start: %s', (name, values) => {
    for (const value of values) {
      const findings = findingsOf({ [name]: value });
      expect(findings, String(value)).toEqual([expect.stringMatching(`^${name} .*expected`)]);
      expect(findings.join()).not.toContain('MARKER');
    }
  });
});
