import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { liveChatKinds } from '../../live-chat/vendors.ts';
import { type CalledAs, waysToCall } from '../../solution/builder/agent-source.ts';

export interface SimulateOptions {
  /** Undefined when none are named. */
  readonly paths: readonly string[] | undefined;
  readonly report: string | undefined;
  readonly seed: string;
  readonly atOnce: number;
  readonly solution: string | undefined;
  /** Which agent of the solution. */
  readonly agent: string | undefined;
  readonly liveChat: string | undefined;
  readonly calledAs: CalledAs | undefined;
  readonly against: string | undefined;
  readonly record: string | undefined;
  readonly help: boolean;
  readonly verbs: boolean;
}

export const usage = `npm run simulate [-- options] [files or folders]

Plays stories of handoffs against the real bridge; without files, those in simulators/scenarios.

  --report DIRECTORY   writes a page for each story, and junit.xml
  --seed TEXT          plays again what chance decided with this seed
  --at-once NUMBER     how many stories are played at a time
  --solution FILE      plays the topics of a Copilot Studio solution, a zip or a folder, in place of ours;
                       without files, stories that are made of its topics and kept in data/stories
  --agent NAME         which agent of the solution, where it has several
  --live-chat KIND     plays with this live chat the stories that it allows, and says why the others are left out
  --called-as WAY      plays how the copilot calls the bridge: skill, or connected-agent
  --against URL        plays against a bridge or a live chat that runs elsewhere, as far as that is possible
  --record FILE        starts the two pages; play by hand, and Ctrl+C writes what you did as a story
  --verbs              lists everything that can happen in a story
  --help

Ends with 0 when all stories passed, 1 when one failed, 2 when they could not be played.
`;

/** Throws an Error that says what is wrong with the arguments. */
export function simulateOptions(args: readonly string[]): SimulateOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      report: { type: 'string' },
      seed: { type: 'string' },
      'at-once': { type: 'string' },
      solution: { type: 'string' },
      agent: { type: 'string' },
      'live-chat': { type: 'string' },
      'called-as': { type: 'string' },
      against: { type: 'string' },
      record: { type: 'string' },
      verbs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const atOnce = Number(values['at-once'] ?? Math.max(2, Math.min(4, availableParallelism())));
  if (!Number.isInteger(atOnce) || atOnce < 1) throw new Error('--at-once has to be a whole number from 1');
  if (values.against !== undefined && !URL.canParse(values.against))
    throw new Error('--against has to be a URL');
  const { 'live-chat': liveChat } = values;
  if (liveChat !== undefined && !liveChatKinds.includes(liveChat))
    throw new Error(`--live-chat has to be one of ${liveChatKinds.join(', ')}`);
  const calledAs = waysToCall.find((way) => way === values['called-as']);
  if (values['called-as'] !== undefined && calledAs === undefined)
    throw new Error(`--called-as has to be one of ${waysToCall.join(', ')}`);
  return {
    paths: positionals.length > 0 ? positionals : undefined,
    report: values.report,
    seed: values.seed ?? String(Date.now() % 1_000_000),
    atOnce,
    solution: values.solution,
    agent: values.agent,
    liveChat,
    calledAs,
    against: values.against,
    record: values.record,
    verbs: values.verbs,
    help: values.help,
  };
}
