import { parseArgs } from 'node:util';
import { defaultKind, liveChatKinds } from '../live-chat/vendors.ts';
import { type CalledAs, waysToCall } from '../solution/builder/agent-source.ts';
import { type CustomerChannel, customerChannels } from '../teams/customer-channels.ts';

export interface DemoOptions {
  readonly dialect: (typeof dialects)[number];
  readonly liveChatKind: string;
  /** How the copilot calls the bridge. */
  readonly calledAs: CalledAs;
  /** Where the customer is. */
  readonly channel: CustomerChannel;
  readonly directory: string;
  /** Microsoft's Agents Playground in place of our customer page. */
  readonly withPlayground: boolean;
  /** A Copilot Studio solution, a zip, whose agent is played in place of ours. */
  readonly solutionFile?: string;
  /** Which agent of the solution. */
  readonly agent?: string;
  readonly help: boolean;
}

const dialects = ['reference', 'contoso-sample'] as const;

export const usage = `npm run demo [-- options]

  --called-as skill|connected-agent      whether topics of the copilot call the bridge, or its orchestrator
                                         (default skill)
  --channel msteams|webchat              where the customer is; in web chat, with HANDOFF_CHANNELS, they see what
                                         the agent has written when they write next (default msteams)
  --dialect reference|contoso-sample     how the copilot's topics call a skill (default reference)
  --live-chat ${liveChatKinds.join('|').padEnd(26)} which live chat stands behind it (default ${defaultKind})
  --playground                           Microsoft's Agents Playground in place of the customer page; it can be
                                         reached from other machines, too
  --solution FILE                        a Copilot Studio solution whose agent is played in place of ours
  --agent NAME                           which agent of the solution, where it has several
  --data DIRECTORY                       where chats are kept between runs (default data/demo, or
                                         data/demo-connected-agent)
`;

/** Throws an Error whose message says what is wrong with the arguments. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'called-as': { type: 'string', default: 'skill' },
      channel: { type: 'string', default: 'msteams' },
      dialect: { type: 'string', default: 'reference' },
      'live-chat': { type: 'string', default: defaultKind },
      data: { type: 'string' },
      playground: { type: 'boolean', default: false },
      solution: { type: 'string' },
      agent: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const calledAs = oneOf(waysToCall, '--called-as', values['called-as']);
  return {
    calledAs,
    channel: oneOf(customerChannels, '--channel', values.channel),
    dialect: oneOf(dialects, '--dialect', values.dialect),
    liveChatKind: oneOf(liveChatKinds, '--live-chat', values['live-chat']),
    // Sessions of one way are not known in the other.
    directory: values.data ?? (calledAs === 'skill' ? 'data/demo' : `data/demo-${calledAs}`),
    withPlayground: values.playground,
    ...(values.solution !== undefined && { solutionFile: values.solution }),
    ...(values.agent !== undefined && { agent: values.agent }),
    help: values.help,
  };
}

function oneOf<Kind extends string>(kinds: readonly Kind[], option: string, value: string): Kind {
  const kind = kinds.find((each) => each === value);
  if (kind === undefined) throw new Error(`${option} has to be one of ${kinds.join(', ')}`);
  return kind;
}
