import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { liveChatKinds } from '../../live-chat/vendors.ts';
import { type CalledAs, waysToCall } from '../../solution/builder/agent-source.ts';
import { type CustomerChannel, customerChannels } from '../../teams/customer-channels.ts';
import { didYouMean } from '../language/did-you-mean.ts';

export interface SimulateOptions {
  /** Undefined when none are named. */
  readonly paths: readonly string[] | undefined;
  readonly grep: RegExp | undefined;
  readonly tags: readonly string[];
  readonly lastFailed: boolean;
  readonly repeat: number;
  /** Undefined for no limit. */
  readonly maxFailures: number | undefined;
  readonly watch: boolean;
  /** What was left out fails the command. */
  readonly requireAll: boolean;
  readonly report: string | undefined;
  readonly seed: string;
  readonly atOnce: number;
  readonly solution: string | undefined;
  /** Which agent of the solution. */
  readonly agent: string | undefined;
  readonly liveChat: string | undefined;
  readonly calledAs: CalledAs | undefined;
  readonly channel: CustomerChannel | undefined;
  readonly against: string | undefined;
  readonly record: string | undefined;
  readonly help: boolean;
  readonly verbs: boolean;
}

export const usage = `npm run simulate [-- options] [files or folders]

Plays stories of handoffs against the real bridge; without files, those in simulators/scenarios.

  --grep TEXT          only stories with this in their title or file, a regular expression
  --tag WORD           only stories with this tag; may be given several times
  --last-failed        only stories that failed when they were played last
  --repeat NUMBER      plays each so often, each time with another seed
  --max-failures NUMBER  begins no other story when so many have failed
  --watch              plays again what changes, until Ctrl+C
  --require-all        ends with 3 when stories were left out
  --report DIRECTORY   writes a page for each story, and junit.xml
  --seed TEXT          plays again what chance decided with this seed
  --at-once NUMBER     how many stories are played at a time
  --solution FILE      plays the topics of a Copilot Studio solution, a zip or a folder, in place of ours;
                       without files, stories that are made of its topics and kept in data/stories
  --agent NAME         which agent of the solution, where it has several
  --live-chat KIND     plays with this live chat the stories that it allows, and says why the others are left out
  --channel NAME       plays the stories of customers there: msteams, or webchat, who see words when they write
  --called-as WAY      plays how the copilot calls the bridge: skill, or connected-agent
  --against URL        plays against a bridge or a live chat that runs elsewhere, as far as that is possible
  --record FILE        starts the two pages; play by hand, and Ctrl+C writes what you did as a story
  --verbs              lists everything that can happen in a story
  --help

Ends with 0 when all stories passed, 1 when one failed, 2 when they could not be played, 3 with --require-all
when stories were left out.
`;

const known = {
  grep: { type: 'string' },
  tag: { type: 'string', multiple: true },
  'last-failed': { type: 'boolean', default: false },
  repeat: { type: 'string', default: '1' },
  'max-failures': { type: 'string' },
  watch: { type: 'boolean', default: false },
  'require-all': { type: 'boolean', default: false },
  report: { type: 'string' },
  seed: { type: 'string' },
  'at-once': { type: 'string', default: String(Math.max(2, Math.min(4, availableParallelism()))) },
  solution: { type: 'string' },
  agent: { type: 'string' },
  'live-chat': { type: 'string' },
  'called-as': { type: 'string' },
  channel: { type: 'string' },
  against: { type: 'string' },
  record: { type: 'string' },
  verbs: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Throws an Error that says what is wrong with the arguments. */
export function simulateOptions(args: readonly string[]): SimulateOptions {
  const { values, positionals } = parsed(args);
  if (values.against !== undefined && !URL.canParse(values.against))
    throw new Error('--against has to be a URL');
  return {
    paths: positionals.length > 0 ? positionals : undefined,
    grep: pattern(values.grep),
    tags: values.tag ?? [],
    lastFailed: values['last-failed'],
    repeat: wholeNumber('--repeat', values.repeat),
    maxFailures:
      values['max-failures'] === undefined
        ? undefined
        : wholeNumber('--max-failures', values['max-failures']),
    watch: values.watch,
    requireAll: values['require-all'],
    report: values.report,
    seed: values.seed ?? String(Date.now() % 1_000_000),
    atOnce: wholeNumber('--at-once', values['at-once']),
    solution: values.solution,
    agent: values.agent,
    liveChat: oneOf('--live-chat', values['live-chat'], liveChatKinds),
    calledAs: oneOf('--called-as', values['called-as'], waysToCall),
    channel: oneOf('--channel', values.channel, customerChannels),
    against: values.against,
    record: values.record,
    verbs: values.verbs,
    help: values.help,
  };
}

function parsed(args: readonly string[]) {
  const options = { args: [...args], allowPositionals: true, options: known } as const;
  const { tokens } = parseArgs({ ...options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option' || token.name in known) continue;
    const advice = didYouMean(
      token.rawName,
      Object.keys(known).map((name) => `--${name}`),
    );
    throw new Error(`There is no option ${token.rawName}.${advice} --help lists all.`);
  }
  return parseArgs(options);
}

function pattern(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, 'iu');
  } catch (cause) {
    throw new Error(`--grep has to be a regular expression, which ${JSON.stringify(text)} is not`, { cause });
  }
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option} has to be a whole number from 1`);
  return number;
}

function oneOf<Value extends string>(
  option: string,
  given: string | undefined,
  values: readonly Value[],
): Value | undefined {
  const value = values.find((each) => each === given);
  if (given === undefined || value !== undefined) return value;
  throw new Error(`${option} has to be one of ${values.join(', ')}.${didYouMean(given, values)}`);
}
