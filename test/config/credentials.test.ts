import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { privateAuthority } from '../tls/certificates.ts';
import { app, findingsOf } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';
import { settingFiles } from './setting-files.ts';

const fileOf = settingFiles();
const authority = privateAuthority();
const own = authority.certifyApp('bridge');
const certFile = fileOf(`${own.cert}${authority.ca}`);
const keyFile = fileOf(own.key);
const tokenFile = fileOf('a token');
const identity = randomUUID();

const of = (changes: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(changes).map(([name, value]) => [app('LiveChat', name), value]));
const without = { ClientSecret: undefined };
const credentialOf = (changes: Readonly<Record<string, string | undefined>>) =>
  readConfig({ ...goodEnvironment(), ...of({ ...without, ...changes }) }).skillApp.credential;

describe('How an app proves itself', () => {
  const certificate = { kind: 'certificate', certificate: certFile, key: keyFile };
  const federated = {
    kind: 'federated',
    identityClientId: identity,
    audience: 'api://AzureADTokenExchange',
  };
  it.each([
    [{ AuthType: 'ClientSecret', ClientSecret: 's3cret-of-sixteen-chars' }, { kind: 'secret' }],
    [
      { AuthType: 'Certificate', CertPemFile: certFile, CertKeyFile: keyFile },
      { ...certificate, sendsChain: true },
    ],
    [
      { CertPemFile: certFile, CertKeyFile: keyFile, SendX5C: 'false' },
      { ...certificate, sendsChain: false },
    ],
    [
      { AuthType: 'certificate-subject-name', CertPemFile: certFile, CertKeyFile: keyFile, SendX5C: 'false' },
      { ...certificate, sendsChain: true },
    ],
    [
      { CertPemFile: `${own.key}${own.cert}` },
      { kind: 'certificate', key: expect.stringContaining('PRIVATE KEY') },
    ],
    [{ AuthType: 'FederatedCredentials', FederatedClientId: `{${identity.toUpperCase()}}` }, federated],
    [{ FederatedClientId: identity }, federated],
    [
      { AuthType: 'WorkloadIdentity', FederatedTokenFile: tokenFile },
      { kind: 'workload', tokenFile },
    ],
    [{ WIDAssertionFile: tokenFile }, { kind: 'workload', tokenFile }],
    [{ AuthType: 'UserManagedIdentity' }, { kind: 'managed-identity', isSystemAssigned: false }],
    [{ AuthType: 'SystemManagedIdentity' }, { kind: 'managed-identity', isSystemAssigned: true }],
  ])('is what the settings say: %j', (changes, credential) => {
    expect(credentialOf(changes)).toMatchObject(credential);
  });

  it('is by the token of the platform where that says where it is', () => {
    const platform = { AZURE_FEDERATED_TOKEN_FILE: tokenFile };
    const changes = of({ ...without, AuthType: 'WorkloadIdentity' });
    const { skillApp } = readConfig({ ...goodEnvironment(), ...platform, ...changes });
    expect(skillApp.credential).toEqual({ kind: 'workload', tokenFile });
  });

  it.each([
    ['gcc-high', 'api://AzureADTokenExchangeUSGov'],
    ['china', 'api://AzureADTokenExchangeChina'],
  ])('is vouched for with the audience of the cloud %s', (cloud, audience) => {
    const teams = {
      HANDOFF_TEAMS_SERVICE_URL: `https://a.botframework.azure.${cloud === 'china' ? 'cn' : 'us'}/`,
    };
    const changes = of({ ...without, FederatedClientId: identity });
    const { skillApp } = readConfig({ ...goodEnvironment(), HANDOFF_CLOUD: cloud, ...teams, ...changes });
    expect(skillApp.credential).toMatchObject({ audience });
  });

  const past = authority.certifyApp('past', -3_600_000);
  const curve = authority.certify('curve');
  const other = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const files = { CertPemFile: certFile, CertKeyFile: keyFile };
  it.each([
    [{}, 'ClientSecret is missing'],
    [{ AuthType: 'ClientSecret' }, 'ClientSecret is missing'],
    [{ AuthType: 'Certificate' }, 'CertPemFile is missing'],
    [{ ...files, CertPemFile: '/nowhere.pem' }, 'CertPemFile is not usable'],
    [{ ...files, CertPemFile: tokenFile }, 'CertPemFile is not usable'],
    [{ ...files, CertPemFile: keyFile }, 'CertPemFile is not usable'],
    [
      { ...files, CertPemFile: fileOf(past.cert), CertKeyFile: fileOf(past.key) },
      'CertPemFile expired on 20',
    ],
    [{ ...files, CertKeyFile: fileOf(other.privateKey) }, 'CertKeyFile is not usable'],
    [{ CertPemFile: fileOf(curve.cert), CertKeyFile: fileOf(curve.key) }, 'CertKeyFile is not usable'],
    [{ CertPemFile: certFile }, 'CertKeyFile is missing'],
    [{ AuthType: 'FederatedCredentials' }, 'FederatedClientId is missing'],
    [{ FederatedClientId: 'my-identity' }, 'FederatedClientId is not usable'],
    [{ AuthType: 'WorkloadIdentity' }, 'FederatedTokenFile is missing'],
    [{ FederatedTokenFile: '/nowhere/token' }, 'FederatedTokenFile is not usable'],
    [{ AuthType: 'IdentityProxyManager' }, 'AuthType is not usable'],
    [
      { ...files, AuthorityEndpoint: 'http://127.0.0.1:9' },
      'AuthorityEndpoint is not usable; expected an https',
    ],
  ])('is refused when it cannot be right: %j', (changes, finding) => {
    const findings = findingsOf(of({ ...without, ...changes }));
    expect(findings[0]).toContain(app('LiveChat', finding));
    expect(findings.join()).not.toContain('PRIVATE KEY');
  });

  it('needs a secret of its own for callbacks where the app has none', () => {
    const agent = { HANDOFF_CALLED_AS: 'both', HANDOFF_CALLBACK_HOSTS: '.powerapps.com' };
    const byCertificate = { ...agent, ...of({ ...without, ...files }) };
    expect(findingsOf(byCertificate)).toEqual([expect.stringMatching(/^HANDOFF_CALLBACK_SECRET is missing/)]);
    expect(
      findingsOf({ ...byCertificate, HANDOFF_CALLBACK_SECRET: 'sixteen-characters,another-of-sixteen' }),
    ).toEqual([]);
    expect(findingsOf(agent)).toEqual([]);
  });
});
