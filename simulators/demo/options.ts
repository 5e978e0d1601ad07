import { parseArgs } from 'node:util';
import { defaultKind, liveChatKinds } from '../live-chat/vendors.ts';

export interface DemoOptions {
  readonly dialect: (typeof dialects)[number];
  readonly liveChatKind: string;
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

  --dialect reference|contoso-sample     how the copilot's topics call the bridge (default reference)
  --live-chat ${liveChatKinds.join('|').padEnd(26)} which live chat stands behind it (default ${defaultKind})
  --playground                           Microsoft's Agents Playground in place of the customer page; it can be
                                         reached from other machines, too
  --solution FILE                        a Copilot Studio solution whose agent is played in place of ours
  --agent NAME                           which agent of the solution, where it has several
  --data DIRECTORY                       where chats are kept between runs (default data/demo)
`;

/** Throws an Error whose message says what is wrong with the arguments. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dialect: { type: 'string', default: 'reference' },
      'live-chat': { type: 'string', default: defaultKind },
      data: { type: 'string', default: 'data/demo' },
      playground: { type: 'boolean', default: false },
      solution: { type: 'string' },
      agent: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    dialect: oneOf(dialects, '--dialect', values.dialect),
    liveChatKind: oneOf(liveChatKinds, '--live-chat', values['live-chat']),
    directory: values.data,
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
