import pact from '@pact-foundation/pact-core';
import { z } from 'zod';

/*
 * Pact's verifier in a process of its own: it writes to stdout from native code, and a crash of it must not take the
 * report along. Its core alone is loaded: what wraps it reports its installation to its makers.
 */

const order = z.object({
  pactFile: z.string(),
  providerUrl: z.string(),
  statesUrl: z.string(),
  timeoutMs: z.number(),
});

process.on('message', (message) => {
  void judged(order.parse(message)).then((verdict) => process.send?.(verdict));
});
process.on('disconnect', () => process.exit(0));

async function judged(wanted: z.infer<typeof order>): Promise<{ readonly result: string }> {
  const verification = {
    provider: 'live-chat',
    providerBaseUrl: wanted.providerUrl,
    providerStatesSetupUrl: wanted.statesUrl,
    providerStatesSetupTeardown: true,
    pactUrls: [wanted.pactFile],
    timeout: wanted.timeoutMs,
    logLevel: 'error' as const,
  };
  try {
    return { result: await pact.default.verifyPacts(verification) };
  } catch (error) {
    return { result: error instanceof Error ? error.message : String(error) };
  }
}
