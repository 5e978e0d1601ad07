import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../../src/config/config.ts';
import { allSettings } from '../../../src/config/owners.ts';
import { goodEnvironment } from '../../config/good-environment.ts';
import { allOf, parseBicep, propertiesOf } from './bicep-file.ts';
import { bicepFindings } from './bicep-findings.ts';

const folder = 'deploy/azure';
const names = readdirSync(folder).filter((name) => name.endsWith('.bicep'));
const texts = new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
const parameters = z
  .object({ parameters: z.record(z.string(), z.object({ value: z.unknown() })) })
  .parse(JSON.parse(readFileSync(`${folder}/main.parameters.json`, 'utf8'))).parameters;
const given = z.object({
  settings: z.object({ value: z.record(z.string(), z.string()) }),
  secretNames: z.object({ value: z.record(z.string(), z.string()) }),
});
const { settings, secretNames } = given.parse(parameters);

/** The objects of this name in a file, as names and texts. */
const objectsOf = (file: string, name: string): readonly Readonly<Record<string, string>>[] =>
  parseBicep(texts.get(file) ?? '')
    .declarations.filter((each) => each.name === name)
    .map(({ value }) =>
      Object.fromEntries(
        [...(value ? propertiesOf(value) : [])].map(([key, node]) => [key, node.text.replaceAll(`'`, '')]),
      ),
    );

describe('The templates for Azure', () => {
  it('are understood, and name what there is: types, properties, parameters, outputs', () => {
    expect(names).toEqual(expect.arrayContaining(['main.bicep', 'app-service.bicep', 'foundation.bicep']));
    expect(bicepFindings(texts)).toEqual([]);
  });

  it.each([
    [
      'container-app.bicep',
      'targetPort: port',
      'targetPorts: port',
      'ingress.targetPorts: there is no such property',
    ],
    [
      'container-app.bicep',
      "containerApps@2025-01-01'",
      "containerApps@2025-13-01'",
      'is not among the resource types',
    ],
    [
      'container-app.bicep',
      'maxReplicas: maxReplicas',
      'maxReplicas: maxReplica',
      'maxReplica is not declared',
    ],
    [
      'container-app.bicep',
      'external: true',
      "external: 'yes'",
      `ingress.external: 'yes', where "boolean" belongs`,
    ],
    ['container-app.bicep', 'periodSeconds: 10', "periodSeconds: '10'", 'probes[].periodSeconds'],
    [
      'foundation.bicep',
      "sku: { family: 'A', name: 'standard' }",
      "sku: { name: 'standard' }",
      'sku.family: is required',
    ],
    ['foundation.bicep', "name: 'standard'", "name: 'basic'", 'sku.name'],
    [
      'foundation.bicep',
      "sku: { name: 'PerGB2018' }",
      "sku: 'PerGB2018'",
      `properties.sku: 'PerGB2018', where`,
    ],
    ['main.bicep', '    image: image\n', '', 'app lacks its parameter image'],
    ['main.bicep', 'image: image', 'images: image', 'app has no parameter images'],
    ['main.bicep', 'app.outputs.address', 'app.outputs.url', 'app has no output url'],
    ['main.bicep', "'alerts.bicep'", "'alarms.bicep'", 'there is no alarms.bicep'],
    ['main.bicep', '    alertEmail: alertEmail\n', '', 'alertEmail is not used'],
    ['alerts.bicep', 'toLower(', 'lower(', 'lower() is not a known function'],
    ['alerts.bicep', "operator: 'GreaterThanOrEqual'", "operator: 'AtLeast'", 'allOf[].operator'],
    ['alerts.bicep', 'for watched in watchedEvents', 'for watched on watchedEvents', 'is not understood'],
  ])('would be refused if %s had a mistake: %s', (file, right, wrong, finding) => {
    const text = texts.get(file) ?? '';
    expect(text).toContain(right);
    const found = bicepFindings(new Map([...texts, [file, text.replace(right, wrong)]]));
    expect(found.join('\n')).toContain(finding);
    expect(found).not.toEqual([]);
  });
});

describe('The settings in the templates for Azure', () => {
  const variants = ['container-app.bicep', 'app-service.bicep'];
  const filled = Object.fromEntries(
    Object.keys(secretNames.value).map((name) => [name, goodEnvironment()[name] ?? 'kD83hf02lSn47GbQ']),
  );
  const database = 'postgres://handoff@server.postgres.database.azure.com:5432/handoff?sslmode=verify-full';

  it.each(variants)('are a whole configuration with those of the example (%s)', (file) => {
    const [own] = objectsOf(file, 'ownSettings');
    const port = /var port = (\d+)/.exec(texts.get(file) ?? '')?.[1] ?? own?.PORT ?? '';
    const environment = {
      ...settings.value,
      ...filled,
      ...own,
      HANDOFF_PUBLIC_URL: 'https://bridge.contoso.com',
      PORT: port,
      DATABASE_URL: database,
      PGPASSWORD: 'x',
    };
    const config = readConfig(environment);
    expect(config).toMatchObject({ store: 'postgres', host: '0.0.0.0' });
    expect(() => readConfig({ ...environment, HANDOFF_STORES: 'x' })).toThrow('is not a setting');
  });

  it.each(variants)('are secrets where they come from the vault, and nowhere else (%s)', (file) => {
    const [[own = {}], [secrets = {}]] = [objectsOf(file, 'ownSettings'), objectsOf(file, 'ownSecrets')];
    const isSecret = (name: string) => allSettings.get(name)?.isSecret ?? false;
    for (const name of Object.keys({ ...secretNames.value, ...secrets }))
      expect(isSecret(name), name).toBe(true);
    // The URL has no password: it comes beside it.
    for (const name of Object.keys({ ...settings.value, ...own }))
      expect(isSecret(name) && name !== 'DATABASE_URL', name).toBe(false);
    expect(texts.get('foundation.bicep')).toMatch(
      /^output databaseUrl string = 'postgres:\/\/\$\{databaseLogin\}@/m,
    );
  });

  it('are known, and the address is among them', () => {
    for (const file of variants) {
      const named = [
        ...(texts.get(file) ?? '').matchAll(/\b((?:HANDOFF|LIVECHAT|OTEL|DATABASE|PG)[A-Z_]+)\b/g),
      ];
      const known = new Set(named.map(([, name]) => name ?? ''));
      expect(known).toContain('HANDOFF_PUBLIC_URL');
      for (const name of known) expect(allSettings.has(name), name).toBe(true);
    }
  });

  it('name secrets as Key Vault and Container Apps both take them', () => {
    for (const name of Object.values(secretNames.value))
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    expect(new Set(Object.values(secretNames.value)).size).toBe(Object.keys(secretNames.value).length);
  });

  it('are given by parameters that there are', () => {
    const params = parseBicep(texts.get('main.bicep') ?? '').declarations.filter(
      ({ kind }) => kind === 'param',
    );
    const declared = params.map(({ name }) => name);
    expect(declared).toEqual(expect.arrayContaining(Object.keys(parameters)));
    const missing = params.filter(({ name, value }) => value === undefined && !(name in parameters));
    // A secret does not stand in a file.
    expect(missing.map(({ name }) => name)).toEqual(['databasePassword']);
  });
});

describe('The container app', () => {
  const text = texts.get('container-app.bicep') ?? '';

  it('is probed where the bridge answers, and as often as Azure lets', () => {
    const probes = [...allOf(parseBicep(text).root)].filter(
      (node) => node.type === 'object' && propertiesOf(node).has('httpGet'),
    );
    const paths = probes.map((probe) => /path: '([^']+)'/.exec(probe.text)?.[1]);
    expect(paths).toEqual(['/healthz', '/readyz', '/healthz']);
    for (const probe of probes) {
      const failures = Number(propertiesOf(probe).get('failureThreshold')?.text ?? 3);
      expect(failures).toBeLessThanOrEqual(10);
      expect(probe.text).toContain('port: port');
    }
    expect(text).toContain(`var port = ${readConfig(goodEnvironment()).port}\n`);
  });

  it('has 2 to 10 replicas, of which the newest revision gets all requests when it is ready', () => {
    const main = texts.get('main.bicep') ?? '';
    expect(main).toMatch(/@minValue\(2\)\n@maxValue\(10\)\nparam minReplicas int = 2/);
    expect(main).toMatch(/@minValue\(2\)\n@maxValue\(10\)\nparam maxReplicas int = 10/);
    expect(text).toContain("activeRevisionsMode: 'Single'");
  });
});

describe('The alerts in Azure', () => {
  it('watch events that the bridge logs and that operators find explained', () => {
    const events = [...(texts.get('alerts.bicep') ?? '').matchAll(/event: '([\w-]+)'/g)].map(
      ([, event]) => event,
    );
    expect(events.length).toBeGreaterThan(4);
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`src/${file}`, 'utf8'))
      .join('\n');
    const page = readFileSync('docs/operations.md', 'utf8');
    for (const event of events) {
      expect(sources, event).toContain(`'${event}'`);
      expect(page, event).toContain(`\`${event}\``);
    }
  });
});
