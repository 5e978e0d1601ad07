import { parseArgs } from 'node:util';
import { z } from 'zod';
import { brokerFromEnvironment, currentCommit, runScript } from './pacts/broker.ts';
import { say } from './say.ts';

/*
 * Asks a Pact Broker whether this commit may go to an environment, that is, whether everything that runs there has
 * been verified against it. Fails when it may not, or when that is not known yet.
 */

const matrix = z.object({ summary: z.object({ deployable: z.boolean().nullable(), reason: z.string() }) });

runScript(async () => {
  const { values } = parseArgs({
    options: {
      pacticipant: { type: 'string', default: 'handoff-bridge' },
      environment: { type: 'string', default: 'production' },
    },
  });
  const { pacticipant, environment } = values;
  const broker = brokerFromEnvironment();
  const query = new URLSearchParams([
    ['q[][pacticipant]', pacticipant],
    ['q[][version]', currentCommit()],
    ['latestby', 'cvp'],
    ['environment', environment],
  ]);
  const answer = await broker.get(`/matrix?${query}`);
  const found = matrix.safeParse(answer.body);
  if (answer.status > 299 || !found.success) {
    throw new Error(`The broker answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  const { deployable, reason } = found.data.summary;
  if (deployable !== true) throw new Error(`${pacticipant} must not go to ${environment}: ${reason}`);
  say(`${pacticipant} may go to ${environment}: ${reason}`);
});
