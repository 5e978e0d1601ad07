import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { hashed } from '../src/adapters/system/log.ts';
import { argumentsOf, Misuse, runCommand } from './operator/operator-call.ts';
import { say, sayError } from './say.ts';

/* Shows all lines of a log that belong to a session, whichever of its ids is known. */

const usage = `Usage: npm run log-lines -- ID FILE…
ID is that of a conversation or a customer (as Teams has it, or its hash in the log), a live chat, a session or a message.
FILE has lines of the bridge, of any number of replicas, as it writes them or with something before each.`;

type Line = Readonly<Record<string, unknown>>;

/** What a conversation's id has before it where a channel or a caller gives it. */
const places = ['', 'msteams|', '|connected-agent|', '|skill|'];

/** The lines of files in their order, each with what it says; what is none of ours is left out. */
async function* linesOf(files: readonly string[]): AsyncGenerator<readonly [string, Line]> {
  for (const file of files) {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) yield* read(line);
  }
}

function read(text: string): readonly (readonly [string, Line])[] {
  const start = text.indexOf('{"level"');
  if (start < 0) return [];
  try {
    return [[text.trimEnd(), JSON.parse(text.slice(start))]];
  } catch {
    return [];
  }
}

const messagesIn = ({ message, messages }: Line): readonly string[] =>
  [message, messages].flatMap((each) => (typeof each === 'string' ? each.split(' ') : []));

/** Of the line itself, or of a message, whose id begins with it. */
function sessionsIn(line: Line): readonly string[] {
  if (typeof line.session === 'string') return [line.session];
  return messagesIn(line).flatMap((id) => /^(.+?)\.\d+\.\d+/.exec(id)?.[1] ?? []);
}

/** Whether a line names an id, in any of its fields. */
function naming(id: string): (line: Line) => boolean {
  const hashes = new Set<unknown>([id, ...places.map((place) => hashed(`${place}${id}`))]);
  return (line) =>
    sessionsIn(line).includes(id) ||
    messagesIn(line).includes(id) ||
    line.liveChat === id ||
    hashes.has(line.conversation) ||
    hashes.has(line.customer);
}

async function show(id: string, files: readonly string[]): Promise<number> {
  const names = naming(id);
  const sessions = new Set<string>();
  const liveChats = new Set<unknown>();
  for await (const [, line] of linesOf(files))
    if (names(line)) for (const each of sessionsIn(line)) sessions.add(each);
  for await (const [, line] of linesOf(files)) {
    if (line.liveChat !== undefined && sessionsIn(line).some((each) => sessions.has(each)))
      liveChats.add(line.liveChat);
  }
  let count = 0;
  for await (const [text, line] of linesOf(files)) {
    const own = sessionsIn(line);
    const isOfChat = own.length === 0 && liveChats.has(line.liveChat);
    if (!own.some((each) => sessions.has(each)) && !isOfChat && !names(line)) continue;
    say(text);
    count += 1;
  }
  return count;
}

runCommand(usage, async () => {
  const { words } = argumentsOf(process.argv.slice(2), []);
  const [id, ...files] = words;
  if (id === undefined || files.length === 0) throw new Misuse('An id and a file are needed.');
  for (const file of files) if (!existsSync(file)) throw new Misuse(`There is no file ${file}.`);
  if ((await show(id, files)) > 0) return;
  sayError('No line names this id.');
  process.exitCode = 1;
});
