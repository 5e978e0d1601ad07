import { describe, expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

const asking =
  /\bDate\.now\b|\bnew Date\(\)|\bperformance\.(?:now|timeOrigin)\b|\bprocess\.(?:hrtime|uptime)\b/;

const measured = 'how long something takes: a clock that is set must not matter';
const ofTokens = 'tokens are good until a time of their issuer, which jose compares with the same clock';

/** Where time is asked for past the `Clock`, and why. */
const reasons: Readonly<Record<string, string>> = {
  'src/adapters/system/clock.ts': 'is the clock',
  'src/adapters/bot-framework/identity/authentication.ts': ofTokens,
  'src/adapters/bot-framework/identity/token-refusal.ts': ofTokens,
  'src/adapters/bot-framework/identity/tokens/certificate.ts':
    'a certificate is good until a time of its issuer',
  'src/adapters/bot-framework/identity/tokens/tokens.ts': ofTokens,
  'src/adapters/http/client/client-credentials.ts': ofTokens,
  'src/adapters/http/client/held-token.ts': ofTokens,
  'src/adapters/http/client/response-collector.ts': 'a date in Retry-After is the other side’s',
  'src/adapters/http/client/with-token.ts': measured,
  'src/adapters/http/limits/throttled-warning.ts': measured,
  'src/adapters/http/limits/token-buckets.ts': measured,
  'src/adapters/http/requests/standard-webhook.ts':
    'tells why the library refused, by the clock of the library',
  'src/adapters/http/server/connections.ts': measured,
  'src/adapters/http/server/http-server.ts': measured,
  'src/adapters/live-chat/contoso-sample/webhook.ts': 'is shown to people at the desk',
  'src/adapters/storage/lowdb/checkpoint/checkpoint-schedule.ts': measured,
  'src/adapters/storage/lowdb/checkpoint/checkpoint.ts': measured,
  'src/adapters/storage/lowdb/directory/directory-lock.ts': 'is shown to people who find the lock held',
  'src/adapters/storage/postgres/connection/batches.ts': measured,
};

const asksForTime = ({ text }: SourceFile): boolean => asking.test(text);

describe('The time', () => {
  test('comes through the port, but for what is named here', async () => {
    const service = await sourceFiles('src');
    expect(service.length).toBeGreaterThan(200);
    const found = service.filter(asksForTime).map(({ path }) => path);
    expect(found.toSorted()).toEqual(Object.keys(reasons).toSorted());
  });

  test('comes to the core through the port alone', () => {
    expect(Object.keys(reasons).filter((path) => !path.startsWith('src/adapters/'))).toEqual([]);
  });

  test.each([
    'const at = Date.now();',
    'const at = new Date().toISOString();',
    'const at = performance.now();',
    'const ask = Date.now;',
    'const at = process.hrtime.bigint();',
  ])('is noticed in `%s`', (text) => {
    expect(asksForTime({ path: 'src/probe.ts', text })).toBe(true);
  });

  test.each(['const at = clock.now();', 'const text = new Date(at).toISOString();'])(
    'is not in `%s`',
    (text) => {
      expect(asksForTime({ path: 'src/probe.ts', text })).toBe(false);
    },
  );
});
