import { z } from 'zod';
import { argumentsOf, bridgeOf, Misuse, refused, runCommand } from './operator/operator-call.ts';
import { say } from './say.ts';

/* Has a running bridge erase what was said with a customer, and who it was. */

const usage = `Usage: npm run erase -- --customer ID
Options: --url https://…   the bridge, http://127.0.0.1:5001 by default
The token is HANDOFF_ADMIN_TOKEN, in the environment or in .env.`;

const erased = z.object({ ended: z.number(), erased: z.number() });

runCommand(usage, async () => {
  const given = argumentsOf(process.argv.slice(2), ['--customer', '--url']);
  const customerId = given.options.get('--customer');
  if (!customerId || given.words.length > 0) throw new Misuse('Which customer?');
  const answer = await bridgeOf(given)('POST', '/admin/erase', { customerId });
  if (answer.status !== 200) throw refused(answer);
  const counts = erased.parse(answer.body);
  say(`Sessions ended: ${counts.ended}. Sessions erased: ${counts.erased}.`);
});
