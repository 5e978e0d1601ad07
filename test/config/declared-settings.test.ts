import { describe, expect, it } from 'vitest';
import { vendors } from '../../src/adapters/live-chat/vendors.ts';
import { type About, settingsIn } from '../../src/adapters/settings/setting.ts';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { allSettings } from '../../src/config/owners.ts';
import { goodEnvironment } from './good-environment.ts';

/** All that is optional is read as well. */
const environment = {
  ...goodEnvironment(),
  HANDOFF_STORE: 'postgres',
  DATABASE_URL: 'postgres://bridge@db.contoso.com:5432/handoff',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
  HANDOFF_CALLED_AS: 'both',
  HANDOFF_KEY_VAULT_URL: 'https://contoso.vault.azure.net',
  HANDOFF_KEY_VAULT_SECRETS: 'HANDOFF_ADMIN_TOKEN=admin-token',
  HANDOFF_CALLBACK_HOSTS: '.powerapps.com',
};

function findingsOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig({ ...environment, ...changes });
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings;
    throw error;
  }
}

const declared = [...allSettings];
const having = (field: keyof About) =>
  declared.flatMap(([name, about]) => {
    const value = about[field];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });

describe('A setting as it is declared', () => {
  it.each(having('byDefault'))('%s has a usable default: %s', (name, byDefault) => {
    expect(findingsOf({ [name]: byDefault })).toEqual([]);
    expect(readConfig({ ...environment, [name]: byDefault })).toEqual(
      readConfig({ ...environment, [name]: undefined }),
    );
  });

  it.each(having('example'))('%s has a usable example: %s', (name, example) => {
    const others = name === 'LIVECHAT_OAUTH_SCOPE' ? { LIVECHAT_API_KEY: undefined } : {};
    expect(findingsOf({ ...others, [name]: example })).toEqual([]);
  });

  it.each(declared.filter(([, { isSecret }]) => isSecret))('%s is a secret that no finding tells', (name) => {
    expect(findingsOf({ [name]: 'MARKER' }).join()).not.toContain('MARKER');
  });

  it('tells what is expected, in a finding that names it', () => {
    const required = declared.filter(
      ([, { byDefault, isOptional }]) => byDefault === undefined && isOptional === undefined,
    );
    expect(required.map(([name]) => name)).toContain('HANDOFF_PUBLIC_URL');
    for (const [name, { expected }] of required) {
      const owner = vendors.find(({ settings }) => settingsIn(settings).has(name));
      const findings = findingsOf({ [name]: undefined, ...(owner && { LIVECHAT_KIND: owner.kind }) });
      // Of another vendor than the default, nothing is set here.
      if (findings.length > 1) expect(findings).toContain(`${name} is missing; expected ${expected}.`);
      else expect(findings).toEqual([`${name} is missing; expected ${expected}.`]);
    }
  });

  it('is told together with all others that are wrong, several of one owner and across owners', () => {
    const changes = {
      HANDOFF_STORE: 'lowdb',
      LIVECHAT_OAUTH_SCOPE: 'api://x/.default',
      LIVECHAT_WEBHOOK_SECRET: undefined,
      LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: 'perhaps',
      HANDOFF_IDLE_MINUTES: '-1',
      HANDOFF_SENTENCE_FILE: 'x',
    };
    expect(findingsOf(changes).toSorted()).toEqual([
      'HANDOFF_IDLE_MINUTES is not usable; expected a number from 0.01 to 100000.',
      'HANDOFF_SENTENCE_FILE is not a setting of the bridge; expected one such as HANDOFF_SENTENCES_FILE.',
      'LIVECHAT_ALLOW_UNSIGNED_CALLBACKS is not usable; expected one of false, true.',
      'LIVECHAT_API_KEY and LIVECHAT_OAUTH_SCOPE are both set; expected one of them.',
      'LIVECHAT_WEBHOOK_SECRET is missing; expected whsec_ and the base64 of at least 24 random bytes, several comma-separated.',
    ]);
  });
});
