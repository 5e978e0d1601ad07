import { z } from 'zod';
import { printableLine } from '../src/domain/printable.ts';
import {
  type AskBridge,
  argumentsOf,
  bridgeOf,
  Misuse,
  refused,
  runCommand,
} from './operator/operator-call.ts';
import { type Columns, sayTable } from './operator/table.ts';
import { say } from './say.ts';

/*
 * What a running bridge could not deliver: lists it, shows one letter with its text, has it delivered after all, or
 * removes it.
 */

const usage = `Usage: npm run dead-letters -- list
       npm run dead-letters -- show ID | replay ID | drop ID
Options: --url https://…   the bridge, http://127.0.0.1:5001 by default
The token is HANDOFF_ADMIN_TOKEN, in the environment or in .env.`;

const letter = z.looseObject({
  id: z.string(),
  sessionId: z.string(),
  direction: z.string(),
  kind: z.string(),
  cause: z.string(),
  acceptedAt: z.string(),
  diedAt: z.string(),
  attempts: z.number(),
  unknownAttempts: z.number(),
  text: z.string().optional(),
});
type Letter = z.infer<typeof letter>;
const letters = z.object({ deadLetters: z.array(letter) });

const columns: Columns<Letter> = [
  ['ID', ({ id }) => id],
  ['DIRECTION', ({ direction }) => direction],
  ['KIND', ({ kind }) => kind],
  ['CAUSE', ({ cause }) => cause],
  ['ACCEPTED', ({ acceptedAt }) => acceptedAt],
  ['DIED', ({ diedAt }) => diedAt],
  ['ATTEMPTS', (each) => attemptsOf(each)],
];

const attemptsOf = ({ attempts, unknownAttempts }: Letter): string =>
  unknownAttempts === 0 ? `${attempts}` : `${attempts} (${unknownAttempts} of unknown outcome)`;

runCommand(usage, async () => {
  const given = argumentsOf(process.argv.slice(2), ['--url']);
  const [command, id, ...rest] = given.words;
  const isList = command === 'list';
  if (rest.length > 0 || (id === undefined) !== isList) {
    throw new Misuse(command === undefined ? 'Which command?' : `${command} is not used like this.`);
  }
  const ask = bridgeOf(given);
  if (id === undefined) return list(ask);
  await ofOne(ask, command ?? '', id);
});

async function list(ask: AskBridge): Promise<void> {
  const answer = await ask('GET', '/admin/dead-letters');
  if (answer.status === 404)
    throw new Error('This bridge has no HANDOFF_ADMIN_TOKEN, so it shows no dead letters.');
  if (answer.status !== 200) throw refused(answer);
  const { deadLetters } = letters.parse(answer.body);
  if (deadLetters.length === 0) return say('There are no dead letters.');
  sayTable(columns, deadLetters);
}

async function ofOne(ask: AskBridge, command: string, id: string): Promise<void> {
  const path = `/admin/dead-letters/${encodeURIComponent(id)}`;
  switch (command) {
    case 'show': {
      const answer = await ask('GET', path);
      if (answer.status !== 200) throw refused(answer);
      return show(letter.parse(answer.body));
    }
    case 'replay': {
      const answer = await ask('POST', `${path}/replay`);
      if (answer.status !== 200) throw refused(answer);
      return say(`${id} waits for its delivery again.`);
    }
    case 'drop': {
      const answer = await ask('DELETE', path);
      if (answer.status !== 200) throw refused(answer);
      return say(`${id} is gone.`);
    }
    default:
      throw new Misuse(`${command} is not a command.`);
  }
}

function show(each: Letter): void {
  say(`SESSION    ${printableLine(each.sessionId)}`);
  for (const [title, of] of columns) say(`${title.padEnd(9)}  ${printableLine(of(each))}`);
  if (each.text !== undefined) say(`\n${each.text}`);
}
