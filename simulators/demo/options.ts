import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly dialect: 'reference' | 'contoso-sample';
  readonly liveChatKind: 'reference' | 'contoso-sample';
  readonly directory: string;
  /** Microsoft's Agents Playground in place of our customer page. */
  readonly withPlayground: boolean;
  /** A Copilot Studio solution, a zip, whose agent is played in place of ours. */
  readonly solutionFile?: string;
  readonly help: boolean;
}

const kinds = ['reference', 'contoso-sample'] as const;

export const usage = `npm run demo [-- options]

  --dialect reference|contoso-sample     how the copilot's topics call the bridge (default reference)
  --live-chat reference|contoso-sample   which live chat stands behind it (default reference)
  --playground                           Microsoft's Agents Playground in place of the customer page; it can be
                                         reached from other machines, too
  --solution FILE                        a Copilot Studio solution whose agent is played in place of ours
  --data DIRECTORY                       where chats are kept between runs (default data/demo)
`;

/** Throws an Error whose message says what is wrong with the arguments. */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dialect: { type: 'string', default: 'reference' },
      'live-chat': { type: 'string', default: 'reference' },
      data: { type: 'string', default: 'data/demo' },
      playground: { type: 'boolean', default: false },
      solution: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    dialect: oneOfKinds('--dialect', values.dialect),
    liveChatKind: oneOfKinds('--live-chat', values['live-chat']),
    directory: values.data,
    withPlayground: values.playground,
    ...(values.solution !== undefined && { solutionFile: values.solution }),
    help: values.help,
  };
}

function oneOfKinds(option: string, value: string): (typeof kinds)[number] {
  const kind = kinds.find((each) => each === value);
  if (kind === undefined) throw new Error(`${option} has to be one of ${kinds.join(', ')}`);
  return kind;
}
