import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { allSettings } from '../../src/config/owners.ts';
import { goodEnvironment } from './good-environment.ts';
import { anyText, ofVendors, wrongValues } from './wrong-values.ts';

/** Everything is read that is read with some choice or other. */
const environment = {
  ...goodEnvironment(),
  HANDOFF_STORE: 'postgres',
  DATABASE_URL: 'postgres://bridge@db.contoso.com:5432/handoff',
  HANDOFF_CALLED_AS: 'both',
  HANDOFF_KEY_VAULT_URL: 'https://contoso.vault.azure.net',
  HANDOFF_KEY_VAULT_SECRETS: 'HANDOFF_ADMIN_TOKEN=admin-token',
  HANDOFF_CALLBACK_HOSTS: '.powerapps.com',
};

/** The names follow OpenTelemetry's own documents; its exporter's trouble is told by the log line `tracing`. */
const ofTracing = /^OTEL_/;
const names = [...allSettings.keys()].filter((name) => !ofTracing.test(name));
const own = names.filter((name) => !ofVendors.test(name));

function findingsOf(changes: Readonly<Record<string, string>>): string {
  try {
    readConfig({ ...environment, ...changes });
    return '';
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings.join('\n');
    throw error;
  }
}

const refusals = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  .split('## Refusals')[1]
  ?.split('\n## ')[0];

const refused = Object.entries(wrongValues).flatMap(([name, how]) =>
  how.by === 'log' ? [[name, how.reason] as const] : [],
);

describe('A wrong value', () => {
  it('has its way of being found, whatever setting it is of', () => {
    expect(own.filter((name) => !(name in wrongValues))).toEqual([]);
    expect(Object.keys(wrongValues).filter((name) => !allSettings.has(name))).toEqual([]);
  });

  it.each(own.filter((name) => !anyText.has(name)))(
    'of %s is named by the start if it is not usable',
    (name) => {
      expect(findingsOf({ [name]: '<wrong value>' })).toContain(name);
    },
  );

  it.each([...anyText])('of %s may be any text', (name) => {
    expect(findingsOf({ [name]: '<wrong value>' })).toBe('');
  });

  it.each(refused)('of %s is found by the refusal %s, which operators can look up', (_, reason) => {
    expect(refusals).toContain(`\`${reason}\``);
  });
});
