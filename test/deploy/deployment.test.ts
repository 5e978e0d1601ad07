import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { connectionOf } from '../../src/adapters/storage/postgres/connection/database.ts';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { allSettings } from '../../src/config/owners.ts';
import { type RunningBridge, startRunningBridge } from '../adapters/http/running-bridge.ts';
import { goodEnvironment } from '../config/good-environment.ts';

const { port } = readConfig(goodEnvironment());

const service = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  build: z.object({ context: z.string(), target: z.string() }).optional(),
  profiles: z.array(z.string()).default([]),
  env_file: z.array(z.object({ path: z.string(), required: z.boolean() })).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
});
const compose = z.object({ services: z.record(z.string(), service) });

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal('http') }) });
const container = z.looseObject({
  command: z.array(z.string()).optional(),
  ports: z.array(z.object({ containerPort: z.number() })).default([]),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  securityContext: z.looseObject({ readOnlyRootFilesystem: z.literal(true) }),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  startupProbe: probe.optional(),
});
const podTemplate = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()) }).optional(),
  spec: z.looseObject({
    containers: z.array(container),
    securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
  }),
});
const workload = z.looseObject({ kind: z.string(), spec: z.looseObject({ template: podTemplate }) });

const manifests = async (file: string): Promise<readonly unknown[]> =>
  parseAllDocuments(await readFile(`deploy/kubernetes/${file}`, 'utf8')).map((each): unknown => each.toJS());
const containersOf = async (file: string) =>
  (await manifests(file))
    .flatMap((each) => workload.safeParse(each).data ?? [])
    .flatMap(({ spec }) => spec.template.spec.containers);

describe('The image', () => {
  it('runs as a user that is not root, on Node 24, listens where the configuration says, and looks after itself', async () => {
    const dockerfile = await readFile('Dockerfile', 'utf8');
    expect(dockerfile.match(/^FROM (?!node:24-)/m)).toBeNull();
    for (const stage of dockerfile.split(/^FROM /m).filter((each) => each.includes('CMD ["node"'))) {
      expect(stage).toMatch(/^USER 1000:1000$/m);
      expect(stage).toMatch(new RegExp(`^EXPOSE .*\\b${port}\\b`, 'm'));
    }
    expect(dockerfile).toMatch(/HEALTHCHECK [^\n]*\n +CMD \["node", "scripts\/check-health.ts"\]/);
    expect(dockerfile).toMatch(/npm ci --omit=dev/);
  });

  it('starts the bridge as npm start does', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
    const [, command = ''] =
      /^(node .+)$/.exec(scripts.start.replace('--import ./scripts/with-parent.mjs ', '')) ?? [];
    expect(command).toMatch(/^node .*src\/main\.ts$/);
    expect(await readFile('Dockerfile', 'utf8')).toContain(
      `\nCMD ${JSON.stringify(command.split(' ')).replaceAll(',', ', ')}\n`,
    );
  });

  it('has everything that it starts', async () => {
    const dockerfile = await readFile('Dockerfile', 'utf8');
    const { services } = compose.parse(parse(await readFile('compose.yaml', 'utf8'), { merge: true }));
    const commands = [
      ...[...dockerfile.matchAll(/^CMD \["node", (?:"--[^"]+", )*"([^"]+)"/gm)].map(([, file]) => file),
      ...Object.values(services).map(({ command }) => command?.[1]),
      ...[...(await containersOf('migrate.yaml')), ...(await containersOf('bridge.yaml'))].map(
        ({ command }) => command?.[1],
      ),
    ].filter((file) => file !== undefined && /\.ts$/.test(file));
    expect(commands.length).toBeGreaterThanOrEqual(4);
    for (const file of commands) expect(existsSync(file ?? ''), file).toBe(true);
    for (const [, copied] of dockerfile.matchAll(/^COPY (\w+) /gm)) {
      expect(existsSync(copied ?? ''), copied).toBe(true);
      expect(await readFile('.dockerignore', 'utf8')).toContain(`!${copied}\n`);
    }
  });
});

describe('Settings', () => {
  /** Names that the configuration does not know. */
  const unknownIn = (names: readonly string[]): readonly string[] => {
    try {
      readConfig({ ...goodEnvironment(), ...Object.fromEntries(names.map((name) => [name, ''])) });
      return [];
    } catch (error) {
      if (error instanceof BadConfiguration)
        return error.findings.filter((each) => each.includes('is not a setting'));
      throw error;
    }
  };

  it('of the compose file and the manifests are known', async () => {
    const { services } = compose.parse(parse(await readFile('compose.yaml', 'utf8'), { merge: true }));
    const names = [
      ...Object.keys(services.bridge?.environment ?? {}),
      ...Object.keys(services.migrate?.environment ?? {}),
      ...(await containersOf('bridge.yaml')).flatMap(({ env }) => env.map(({ name }) => name)),
      ...(await containersOf('migrate.yaml')).flatMap(({ env }) => env.map(({ name }) => name)),
    ];
    expect(names).toContain('HANDOFF_STORE');
    expect(unknownIn(names)).toEqual([]);
    expect(unknownIn(['HANDOFF_STORES'])).toHaveLength(1);
    const page = await readFile('docs/settings.md', 'utf8');
    for (const name of names) expect(page, name).toContain(`\`${name}\``);
  });

  it('that are secrets have no value in the compose file and the manifests', async () => {
    const { services } = compose.parse(parse(await readFile('compose.yaml', 'utf8'), { merge: true }));
    const given = [
      ...Object.values(services).flatMap(({ environment }) => Object.entries(environment)),
      ...[...(await containersOf('bridge.yaml')), ...(await containersOf('migrate.yaml'))].flatMap(
        ({ env }) => env.map(({ name, value }) => [name, value] as const),
      ),
    ];
    const secrets = given.filter(([name]) => allSettings.get(name)?.isSecret);
    expect(secrets.map(([name]) => name)).toContain('PGPASSWORD');
    for (const [name, value = ''] of secrets) {
      const password = URL.parse(value)?.password ?? value;
      expect(password, name).toMatch(/^(\$\{\w+:-\})?$/);
    }
  });

  it('publish the port that the bridge listens on, with a read-only root file system', async () => {
    const { services } = compose.parse(parse(await readFile('compose.yaml', 'utf8'), { merge: true }));
    expect(services.bridge).toMatchObject({
      ports: [`127.0.0.1:${port}:${port}`],
      read_only: true,
      environment: { PORT: String(port), HANDOFF_HOST: '0.0.0.0', HANDOFF_STORE: 'postgres' },
    });
    for (const { build, read_only } of Object.values(services)) expect(read_only).toBe(build !== undefined);
  });
});

describe('docker compose', () => {
  const read = async () => {
    const text = await readFile('compose.yaml', 'utf8');
    return { text, services: compose.parse(parse(text, { merge: true })).services };
  };

  it('is documented with profiles that there are, each of which starts what it needs and nothing else', async () => {
    const { text, services } = await read();
    const documents = [
      text,
      await readFile('README.md', 'utf8'),
      await readFile('docs/operations.md', 'utf8'),
    ];
    const commands = documents.flatMap((each) => [...each.matchAll(/docker compose( --profile (\w+))? up/g)]);
    expect(commands.length).toBeGreaterThanOrEqual(3);
    const started = (profile: string) =>
      Object.keys(services).filter((name) => services[name]?.profiles.includes(profile));
    expect(Object.values(services).filter(({ profiles }) => profiles.length === 0)).toEqual([]);
    for (const [, , profile = ''] of commands) {
      const names = started(profile);
      expect(names.length, profile).toBeGreaterThan(0);
      for (const name of names)
        expect(names).toEqual(expect.arrayContaining(Object.keys(services[name]?.depends_on ?? {})));
    }
    expect(started('demo')).toEqual(['demo']);
  });

  it('reads its file in a fresh clone: nothing has to be set, and no file has to be there', async () => {
    const { text, services } = await read();
    // Compose fills in the whole file, whatever of it is started.
    for (const [whole, , how = ''] of text.matchAll(/\$\{(\w+)([^}]*)\}/g))
      expect(how, whole).toMatch(/^:?-/);
    for (const { env_file: files } of Object.values(services)) {
      for (const { path, required } of files) expect(required, path).toBe(false);
    }
    expect(services.demo).toMatchObject({ environment: {}, env_file: [] });
  });

  it('puts no password into a URL', async () => {
    const { text, services } = await read();
    expect(text).not.toMatch(/:\/\/[^\s]*\$\{/);
    expect(services.bridge?.environment.PGPASSWORD).toBe(services.migrate?.environment.PGPASSWORD);
  });
});

describe('A password of the database', () => {
  it.each(['a/b:c@d?e#f g%41&\'"\\$x', 'pä$$wörd', '%'])('may be %s', (password) => {
    vi.stubEnv('PGPASSWORD', password);
    const url = 'postgres://handoff@postgres:5432/handoff';
    const limits = { poolSize: 2, connectTimeoutMs: 1000, queryTimeoutMs: 1000 };
    const client = new Client(connectionOf({ url, ...limits }));
    expect(client).toMatchObject({ user: 'handoff', host: 'postgres', database: 'handoff' });
    expect(client.password).toBe(password);
    vi.unstubAllEnvs();
  });
});

describe('The manifests', () => {
  let bridge: RunningBridge;
  beforeAll(async () => {
    bridge = await startRunningBridge();
  });
  afterAll(() => bridge.stop());

  it('set the address that the probes ask, over what a secret may say', async () => {
    const [deployed] = await containersOf('bridge.yaml');
    const set = new Map(deployed?.env.map(({ name, value }) => [name, value]));
    expect([set.get('HANDOFF_HOST'), set.get('PORT')]).toEqual(['0.0.0.0', String(port)]);
  });

  it('probe what the bridge serves', async () => {
    const [deployed, ...others] = await containersOf('bridge.yaml');
    expect(others).toEqual([]);
    expect(deployed?.ports).toEqual([{ containerPort: port }]);
    for (const each of [deployed?.livenessProbe, deployed?.readinessProbe, deployed?.startupProbe]) {
      const path = each?.httpGet.path ?? '/missing';
      expect((await fetch(`${bridge.url}${path}`)).status, path).toBe(200);
    }
  });

  it('spare all replicas but one, and find them', async () => {
    const all = z
      .array(z.looseObject({ kind: z.string(), spec: z.unknown() }))
      .parse(await manifests('bridge.yaml'));
    const specOf = (kind: string) => all.find((each) => each.kind === kind)?.spec;
    const labels = { app: 'handoff-bridge' };
    expect(specOf('PodDisruptionBudget')).toEqual({ maxUnavailable: 1, selector: { matchLabels: labels } });
    expect(specOf('Service')).toMatchObject({ selector: labels });
    expect(specOf('Deployment')).toMatchObject({
      selector: { matchLabels: labels },
      template: { metadata: { labels } },
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
    });
  });
});
