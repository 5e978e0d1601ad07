import { Verifier } from '@pact-foundation/pact';
import { z } from 'zod';

/*
 * Pact's verifier prints a report of its own on standard output, past everything that could stop it. Here it may:
 * nobody reads the output of this process, which answers each order with the verifier's result.
 */

const order = z.object({ providerBaseUrl: z.string(), providerStatesSetupUrl: z.string(), pact: z.string() });

process.on('message', async (message) => {
  const { pact, ...urls } = order.parse(message);
  const verifier = new Verifier({ ...urls, pactUrls: [pact], logLevel: 'error' });
  const result = await verifier.verifyProvider().then(
    () => '{"interactionResults":[]}',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  process.send?.(result);
});
process.on('disconnect', () => process.exit());
