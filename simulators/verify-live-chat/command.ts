import { printable } from '../../src/domain/printable.ts';
import { CredentialsFailure } from './http/credentials.ts';
import { NotReachable } from './http/reachable.ts';
import { BadArguments, type Environment, type Options, optionsOf } from './options.ts';
import { printableValues } from './printable-values.ts';
import { writeReports } from './report/reports.ts';
import { type Run, uncheckedCallbacksOf, verdictOf } from './report/summary.ts';
import { type Paper, progressLine, terminalTable } from './report/terminal-report.ts';
import { Interrupted, type Interruption } from './run/interruption.ts';
import { verifyLiveChat } from './run/verify.ts';
import { usage } from './usage.ts';

export interface CommandEnvironment extends Paper {
  readonly env: Environment;
  /** Where a person types; absent without a terminal. */
  readonly input?: NodeJS.ReadableStream;
  /** Ends the run early; what was opened is ended all the same. */
  readonly interruption?: Interruption;
}

const exitCodes = { kept: 0, partly: 0, broken: 1, 'not-checked': 2 } as const;
const NOT_CHECKED = 2;
const COULD_NOT_RUN = 2;
const INTERRUPTED = 130;

/** The whole command; resolves with its exit code. */
export async function runCommand(args: readonly string[], environment: CommandEnvironment): Promise<number> {
  try {
    const options = optionsOf(args, environment.env);
    if (options === 'help') {
      environment.write(usage);
      return 0;
    }
    return await check(options, environment);
  } catch (error) {
    if (error instanceof Interrupted) {
      environment.write(printable(`\n  Stopped. ${endedWords(error)}\n\n`));
      return INTERRUPTED;
    }
    environment.write(printable(`\n  It could not be checked: ${sentenceOf(error)}\n\n`));
    return COULD_NOT_RUN;
  }
}

async function check(options: Options, environment: CommandEnvironment): Promise<number> {
  environment.write(
    printable(`\n  Checking ${options.url} against the contract (${options.contract.kind})\n\n`),
  );
  let number = 0;
  const { input, interruption } = environment;
  const run = await verifyLiveChat(options, {
    progress(clause) {
      number += 1;
      environment.write(progressLine(printableValues(clause), number, environment));
    },
    ...(interruption === undefined ? {} : { interruption }),
    ...(input === undefined
      ? {}
      : { terminal: { input, write: (text) => environment.write(printable(text)) } }),
  });
  environment.write(terminalTable(printableValues(run), environment));
  await report(run, options, environment);
  const exitCode = exitCodes[verdictOf(run)];
  const missing = options.requiresCallbacks ? uncheckedCallbacksOf(run) : [];
  if (exitCode !== 0 || missing.length === 0) return exitCode;
  environment.write(`  --require-callbacks: not checked: ${missing.join('; ')}\n\n`);
  return NOT_CHECKED;
}

async function report(run: Run, { out }: Options, around: CommandEnvironment): Promise<void> {
  const files = await writeReports(run, out);
  around.write(printable(`${files.map((file) => `  ${file}`).join('\n')}\n\n`));
}

const endedWords = ({ notEnded }: Interrupted): string =>
  notEnded === 0
    ? 'The sessions that were opened have been ended.'
    : `${notEnded} of the sessions that were opened could not be ended: end them at the desk.`;

/** What the caller can mend is said in a sentence; anything else is a defect and keeps its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof BadArguments)
    return `${error.message.replaceAll('\n', '\n    ')}\n\n  --help shows all options.`;
  if (error instanceof NotReachable || error instanceof CredentialsFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
