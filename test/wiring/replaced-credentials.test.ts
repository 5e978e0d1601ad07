import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppConnection } from '../../src/adapters/bot-framework/identity/tokens/app-connection.ts';
import { appTokens } from '../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { connectionOf } from '../../src/adapters/storage/postgres/connection/database.ts';
import { withCredential } from '../../src/wiring/bot-framework.ts';
import { json, type OddServer, oddServer } from '../adapters/http/client/odd-server.ts';

let entra: OddServer;
beforeAll(async () => {
  entra = await oddServer(json(200, { access_token: 'opaque' }));
});
afterAll(() => entra.stop());

describe('A credential that was replaced', () => {
  it('proves the app from the next token on', async () => {
    let secret = 'old';
    const now = (): AppConnection => ({
      tenantId: 'tenant',
      clientId: 'app',
      authority: entra.url,
      credential: { kind: 'secret', secret },
    });
    const getToken = appTokens(withCredential(now(), now));
    await getToken('a/.default');
    secret = 'new';
    await getToken('a/.default');
    await getToken('b/.default');
    const sent = entra.heard.map(({ body }) => new URLSearchParams(body).get('client_secret'));
    expect(sent).toEqual(['old', 'new']);
  });

  it('of the database is that of the next connection, whatever characters it has', () => {
    const limits = { poolSize: 2, connectTimeoutMs: 1, queryTimeoutMs: 1 };
    const passwords = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(passwords, passwords, (first, second) => {
        const options = {
          ...limits,
          url: 'postgres://bridge@db.contoso.com/handoff?sslmode=disable',
          password: first,
        };
        expect(new Client(connectionOf(options)).password).toBe(first);
        options.password = second;
        expect(new Client(connectionOf(options)).password).toBe(second);
        options.url = `postgres://bridge:${encodeURIComponent(first)}@db.contoso.com/handoff`;
        expect(new Client(connectionOf(options)).password).toBe(first);
      }),
    );
  });
});
