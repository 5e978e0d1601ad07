import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { brokerFromEnvironment, currentBranch, currentCommit, runScript } from './pacts/broker.ts';
import { say } from './say.ts';

/*
 * Publishes pacts/*.json to a Pact Broker, each under its consumer, as the version of this commit and branch.
 * Publishing the same commit again changes nothing.
 */

const parties = z.object({
  consumer: z.object({ name: z.string() }),
  provider: z.object({ name: z.string() }),
});

const directory = fileURLToPath(new URL('../pacts', import.meta.url));

interface Contract {
  readonly consumerName: string;
  readonly providerName: string;
  readonly specification: 'pact';
  readonly contentType: 'application/json';
  /** Base64. */
  readonly content: string;
}

function contractIn(file: string): Contract {
  const text = readFileSync(join(directory, file), 'utf8');
  const { consumer, provider } = parties.parse(JSON.parse(text));
  return {
    consumerName: consumer.name,
    providerName: provider.name,
    specification: 'pact',
    contentType: 'application/json',
    content: Buffer.from(text).toString('base64'),
  };
}

runScript(async () => {
  const broker = brokerFromEnvironment();
  const [pacticipantVersionNumber, branch] = [currentCommit(), currentBranch()];
  const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
  const byConsumer = Map.groupBy(files.map(contractIn), ({ consumerName }) => consumerName);
  for (const [pacticipantName, contracts] of byConsumer) {
    const body = { pacticipantName, pacticipantVersionNumber, branch, contracts };
    const answer = await broker.post('/contracts/publish', body);
    if (answer.status > 299) {
      throw new Error(
        `The broker answered ${answer.status} for ${pacticipantName}: ${JSON.stringify(answer.body)}`,
      );
    }
    const providers = contracts.map(({ providerName }) => providerName).join(', ');
    say(`${pacticipantName} → ${providers}: published as ${pacticipantVersionNumber} of ${branch}`);
  }
});
