import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appTokens } from '../../../../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { unverifiedClaims } from '../../../../../src/adapters/bot-framework/identity/unverified-claims.ts';
import type { OddServer } from '../../../http/client/odd-server.ts';
import { identityEndpoint, onPlatform } from './identity-endpoint.ts';

const scope = 'https://api.botframework.com/.default';
const tenantId = randomUUID();
const [systemId, assignedId] = [randomUUID(), randomUUID()];
let endpoint: OddServer;
let leave: () => void;
beforeAll(async () => {
  endpoint = await identityEndpoint({
    system: { clientId: systemId, tenantId },
    assigned: [{ clientId: assignedId, tenantId }],
    header: ['metadata', 'true'],
    path: '/metadata/identity/oauth2/token',
    version: '2018-02-01',
  });
  // In place of 169.254.169.254.
  leave = await onPlatform({ AZURE_POD_IDENTITY_AUTHORITY_HOST: endpoint.url });
});
afterAll(async () => {
  leave();
  await endpoint.stop();
});

const tokensOf = (clientId: string, isSystemAssigned: boolean) =>
  appTokens({
    tenantId,
    clientId,
    authority: 'https://login.microsoftonline.com',
    credential: { kind: 'managed-identity', isSystemAssigned },
  });

describe('Tokens by a managed identity of a virtual machine', () => {
  it.each([
    ['of the machine', systemId, true],
    ['that is assigned to it', assignedId, false],
  ])('%s are asked for of its metadata service', async (_, clientId, isSystemAssigned) => {
    const token = await tokensOf(clientId, isSystemAssigned)(scope);
    expect(unverifiedClaims(token)).toMatchObject({ aud: 'https://api.botframework.com', appid: clientId });
  });

  it('are rejected while it is away, and asked for again the next time', async () => {
    const getToken = tokensOf(systemId, true);
    await endpoint.stop();
    await expect(Promise.resolve(getToken(scope))).rejects.toMatchObject({
      reason: expect.stringMatching(/^managed-identity-(ECONNREFUSED|UND_ERR_SOCKET)$/),
    });
  });
});
