import { Verifier } from '@pact-foundation/pact';
import { z } from 'zod';

/*
 * Pact's verifier in a process of its own: it writes to stdout from native code, and a crash of it must not take the
 * report along.
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
  const verifier = new Verifier({
    provider: 'live-chat',
    providerBaseUrl: wanted.providerUrl,
    providerStatesSetupUrl: wanted.statesUrl,
    providerStatesSetupTeardown: true,
    pactUrls: [wanted.pactFile],
    timeout: wanted.timeoutMs,
    logLevel: 'error',
  });
  try {
    return { result: await verifier.verifyProvider() };
  } catch (error) {
    return { result: error instanceof Error ? error.message : String(error) };
  }
}
