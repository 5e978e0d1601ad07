import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runScript } from '../adapters/admin/running-script.ts';
import { type EntraOverTls, entraOverTls } from '../adapters/bot-framework/identity/tokens/entra-over-tls.ts';
import {
  identityEndpoint,
  unsignedToken,
} from '../adapters/bot-framework/identity/tokens/identity-endpoint.ts';
import { json, type OddServer } from '../adapters/http/client/odd-server.ts';
import { app } from '../config/findings.ts';
import { goodEnvironment } from '../config/good-environment.ts';
import { settingFiles } from '../config/setting-files.ts';
import { connections, credentialsPlayed } from './credentials-played.ts';

const fileOf = settingFiles();
const [tenantId, assignedId] = [randomUUID(), randomUUID()];
const header = randomUUID();
let entra: EntraOverTls;
let endpoint: OddServer;
let platform: Readonly<Record<string, string>>;
beforeAll(async () => {
  [entra, endpoint] = await Promise.all([
    entraOverTls(),
    identityEndpoint({
      assigned: [{ clientId: assignedId, tenantId }],
      header: ['x-identity-header', header],
      path: '/msi/token',
      version: '2019-08-01',
    }),
  ]);
  platform = {
    IDENTITY_ENDPOINT: `${endpoint.url}/msi/token`,
    IDENTITY_HEADER: header,
    NODE_EXTRA_CA_CERTS: fileOf(entra.issuer.ca),
  };
});
afterAll(() => Promise.all([entra.stop(), endpoint.stop()]));

const examined = z.object({
  parts: z.array(
    z.object({
      points: z.array(
        z.object({ tried: z.string(), result: z.string(), came: z.string(), advice: z.string().optional() }),
      ),
    }),
  ),
});

/** What the doctor says of one connection that proves itself in this way. */
async function pointsOf(connection: string, credential: Readonly<Record<string, string>>) {
  const settings = {
    ClientSecret: '',
    TenantId: tenantId,
    AuthorityEndpoint: entra.authority,
    ...credential,
  };
  const named = Object.entries(settings).map(([name, value]) => [app(connection, name), value]);
  const environment = { ...goodEnvironment(), ...platform, ...Object.fromEntries(named) };
  // The other connection's Entra is elsewhere.
  const other = connections.find((each) => each !== connection) ?? '';
  const away = {
    [app(other, 'AuthorityEndpoint')]: 'http://127.0.0.1:9',
    LIVECHAT_BASE_URL: 'http://127.0.0.1:9',
  };
  const here = { HANDOFF_PUBLIC_URL: 'http://127.0.0.1:9' };
  const { output } = await runScript('doctor.ts', ['--json'], { ...environment, ...away, ...here });
  const points = examined.parse(JSON.parse(output)).parts.flatMap((part) => part.points);
  return points.filter(({ tried }) => tried.endsWith(`Connections__${connection}`));
}

const refusing = (code: number) => json(401, { error: 'invalid_client', error_codes: [code] });
const isWrong = (came: string, advice: RegExp) =>
  expect.objectContaining({ result: 'wrong', came, advice: expect.stringMatching(advice) });

/** One wrong value each: what is set, what Entra or the platform answers, and the word that the advice has. */
const played: readonly (readonly [
  string,
  () => Promise<readonly [Readonly<Record<string, string>>, string]>,
])[] = [
  ['CertPemFile', async () => [filesOf('foreign'), 'AADSTS700027']],
  ['SendX5C', async () => [{ ...filesOf('untrusted'), SendX5C: 'false' }, 'AADSTS700027']],
  [
    'FederatedClientId',
    async () => [{ FederatedClientId: randomUUID() }, 'managed-identity-invalid_request'],
  ],
  ['FederatedTokenFile', async () => [{ FederatedTokenFile: fileOf('of another') }, 'AADSTS700213']],
  ['WIDAssertionFile', async () => [{ WIDAssertionFile: fileOf('of another') }, 'AADSTS700211']],
];

function filesOf(name: string, days = 90) {
  const { cert, key } = entra.issuer.certifyApp(name, days * 86_400_000);
  return { CertPemFile: fileOf(cert), CertKeyFile: fileOf(key) };
}

describe('npm run doctor, of an app without a client secret', { timeout: 30_000 }, () => {
  const all = connections.flatMap((connection) => played.map(([name, play]) => ({ connection, name, play })));

  it('plays each setting that it is to find', () => {
    expect(all.map(({ connection, name }) => app(connection, name)).toSorted()).toEqual(
      credentialsPlayed.toSorted(),
    );
  });

  it.each(all)('names a wrong $name of $connection', async ({ connection, name, play }) => {
    const [settings, reason] = await play();
    const code = /^AADSTS(\d+)$/.exec(reason)?.[1];
    if (code !== undefined) entra.next(refusing(Number(code)));
    const named = new RegExp(`Connections__${connection}__Settings__…: .*${name}`);
    expect(await pointsOf(connection, settings)).toContainEqual(isWrong(reason, named));
  });

  const granted = (clientId: string) =>
    json(200, {
      token_type: 'Bearer',
      expires_in: 3599,
      access_token: unsignedToken({ aud: 'https://api.botframework.com', tid: tenantId, appid: clientId }),
    });
  const clientId = randomUUID();
  it.each([
    ['a certificate', () => filesOf('good'), /certificate/],
    ['federated credentials', () => ({ FederatedClientId: assignedId }), /vouches/],
    ['the identity of a workload', () => ({ FederatedTokenFile: fileOf('good') }), /platform/],
    [
      'a managed identity',
      () => ({ AuthType: 'UserManagedIdentity', ClientId: assignedId }),
      /to the managed/,
    ],
  ])('says how the token is given: by %s', async (_, settings, how) => {
    entra.next(granted(clientId));
    const points = await pointsOf('LiveChat', { ClientId: clientId, ...settings() });
    expect(points.map(({ result }) => result)).not.toContain('wrong');
    expect(points).toContainEqual(
      expect.objectContaining({ tried: expect.stringMatching(/^a token/), came: expect.stringMatching(how) }),
    );
  });

  it('asks to replace a certificate in time', async () => {
    entra.next(granted(clientId));
    const points = await pointsOf('LiveChat', { ClientId: clientId, ...filesOf('old', 9.5) });
    expect(points).toContainEqual(
      expect.objectContaining({
        result: 'unknown',
        came: 'good for 9 days',
        advice: expect.stringContaining('CertPemFile'),
      }),
    );
  });
});
