import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateCredential } from '../../../../../src/adapters/bot-framework/identity/tokens/app-connection.ts';
import { appTokens } from '../../../../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { settingFiles } from '../../../../config/setting-files.ts';
import { cut, json, silence, text } from '../../../http/client/odd-server.ts';
import { assertionIn, type EntraOverTls, entraOverTls, formOf } from './entra-over-tls.ts';

const scope = 'https://api.botframework.com/.default';
const tenantId = 'c0ffee00-0000-4000-8000-000000000001';
const fileOf = settingFiles();
let entra: EntraOverTls;
let files: { readonly certificate: string; readonly key: string };
let cert: string;
beforeAll(async () => {
  entra = await entraOverTls();
  const own = entra.issuer.certifyApp('bridge');
  cert = own.cert;
  // The chain may stand in any order.
  files = { certificate: fileOf(`${entra.issuer.ca}${own.cert}`), key: fileOf(own.key) };
});
afterAll(() => entra.stop());

function tokensBy(changes: Partial<CertificateCredential> = {}) {
  const reasons: string[] = [];
  const credential = { kind: 'certificate', sendsChain: true, ...files, ...changes } as const;
  const connection = { tenantId, clientId: 'app', authority: entra.authority, credential };
  const { dispatcher } = entra;
  const getToken = appTokens(connection, {
    dispatcher,
    onNoToken: ({ reason }) => void reasons.push(reason),
  });
  return { getToken, reasons };
}

async function heardDuring(task: () => Promise<unknown>) {
  const before = entra.heard.length;
  await task();
  return entra.heard.slice(before);
}

const derOf = (pem: string) => new X509Certificate(pem).raw.toString('base64');

describe('Tokens by a certificate', () => {
  it('are asked for with an assertion that it signed, of no other address, and once for however many wait', async () => {
    const { getToken } = tokensBy();
    const [request, ...more] = await heardDuring(() =>
      Promise.all(Array.from({ length: 20 }, () => getToken(scope))),
    );
    if (request === undefined) throw new Error('nothing was asked for');
    expect(more).toEqual([]);
    expect(request.url.split('?')[0]).toBe(`/${tenantId}/oauth2/v2.0/token`);
    const form = formOf(request);
    expect(form).toMatchObject({
      grant_type: 'client_credentials',
      client_id: 'app',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(form).not.toHaveProperty('client_secret');
    const { claims, header, chain } = await assertionIn(request, cert);
    const endpoint = `${entra.authority}/${tenantId}/oauth2/v2.0/token`;
    expect(claims).toMatchObject({ iss: 'app', sub: 'app', aud: endpoint });
    const thumbprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '');
    expect(header).toMatchObject({ 'x5t#S256': Buffer.from(thumbprint, 'hex').toString('base64url') });
    // For trust by subject name and issuer: the certificate itself first.
    expect(chain).toEqual([derOf(cert), derOf(entra.issuer.ca)]);
  });

  it('go without the chain where the operator wants that', async () => {
    const { getToken } = tokensBy({ sendsChain: false });
    const [request] = await heardDuring(async () => getToken(scope));
    if (request === undefined) throw new Error('nothing was asked for');
    expect(await assertionIn(request, cert)).not.toHaveProperty('chain');
  });

  it('take a certificate that has replaced the one before in its files, and one that is given as it is', async () => {
    const [before, after] = [entra.issuer.certifyApp('before'), entra.issuer.certifyApp('after')];
    const both = fileOf(`${before.cert}${before.key}`);
    const { getToken } = tokensBy({ certificate: both, key: both });
    const [first] = await heardDuring(async () => getToken('a/.default'));
    writeFileSync(both, `${after.key}${after.cert}`);
    const [second] = await heardDuring(async () => getToken('b/.default'));
    const inPlace = tokensBy({ certificate: before.cert, key: before.key.replaceAll('\n', '\\n') });
    const [third] = await heardDuring(async () => inPlace.getToken(scope));
    if (!first || !second || !third) throw new Error('not everything was asked for');
    await assertionIn(first, before.cert);
    await assertionIn(second, after.cert);
    await assertionIn(third, before.cert);
  });

  const refused = {
    error: 'invalid_client',
    error_codes: [700027],
    error_description: 'AADSTS700027: SECRET',
  };
  const claimsOf = (tid: string) => Buffer.from(JSON.stringify({ tid })).toString('base64url');
  it.each([
    ['a refusal of Entra', json(401, refused), 'AADSTS700027'],
    ['a refusal without a code', json(400, { error: 'invalid_request' }), 'invalid_request'],
    ['a refusal that quotes', json(400, { error: 'SECRET value' }), 'status-400'],
    ['a page of something between', text(502, '<html>'), 'status-502'],
    ['a page in place of a token', text(200, '<html>'), 'answer-without-token'],
    ['no token', json(200, {}), 'answer-without-token'],
    ['a redirect', json(302, {}, { location: 'https://127.0.0.1:1/' }), 'status-302'],
    ['a cut connection', cut, expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)],
    [
      'a token of another tenant',
      json(200, { token_type: 'Bearer', expires_in: 3599, access_token: `x.${claimsOf('another')}.y` }),
      'token-of-another-tenant',
    ],
  ])('are rejected for %s with the reason alone, and asked for again the next time', async (...row) => {
    const [, behaviour, reason] = row;
    const { getToken, reasons } = tokensBy();
    entra.next(behaviour);
    const rejected = await Promise.resolve(getToken(scope)).catch((error: unknown) => error);
    expect(rejected).toMatchObject({ name: 'NoToken', reason });
    expect(String(rejected)).not.toContain('SECRET');
    expect(reasons).toEqual([reason]);
    expect(await getToken(scope)).toContain('token for');
  });

  it('are not waited for longer than ten seconds', async () => {
    const { getToken } = tokensBy();
    entra.next(silence);
    const startedAt = performance.now();
    await expect(Promise.resolve(getToken(scope))).rejects.toMatchObject({ reason: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(11_000);
  }, 15_000);

  it('are not asked for while the files are wrong', async () => {
    const other = entra.issuer.certifyApp('other');
    const wrong: readonly (readonly [Partial<CertificateCredential>, string])[] = [
      [{ certificate: '/nowhere.pem' }, 'certificate-unreadable'],
      [
        { certificate: fileOf('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----') },
        'certificate-unreadable',
      ],
      [{ key: fileOf(other.key) }, 'certificate-key-does-not-belong'],
      [{ certificate: entra.issuer.certify('a').cert, key: '/nowhere.pem' }, 'certificate-unreadable'],
    ];
    const requests = await heardDuring(async () => {
      for (const [changes, reason] of wrong)
        await expect(Promise.resolve(tokensBy(changes).getToken(scope))).rejects.toMatchObject({ reason });
    });
    expect(requests).toEqual([]);
  });
});
