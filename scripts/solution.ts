import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type CalledAs, waysToCall } from '../simulators/solution/builder/agent-source.ts';
import { type BuildOptions, buildSolution } from '../simulators/solution/builder/build-solution.ts';
import { say, sayError } from './say.ts';

const usage = `npm run solution [-- options]

  --out FILE                             where the zip goes (default HandoverAgent.zip)
  --called-as skill|connected-agent      whether its topics call the bridge, or its orchestrator (default skill)
  --dialect reference|contoso-sample     how its topics call the bridge as a skill (default reference)
  --prefix LETTERS                       the publisher's prefix of all schema names (default handoff)
  --publisher NAME                       the publisher's unique name (default HandoffBridge)
  --name NAME                            the solution's unique name (default HandoverAgent)
  --version A.B.C.D                      the solution's version (default 1.0.0.0)
  --app-id ID                            default of the environment variable AppId: the skill's app registration
  --app-endpoint URL                     default of AppEndpoint: https://<the bridge>/api/messages
`;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'HandoverAgent.zip' },
      'called-as': { type: 'string', default: 'skill' },
      dialect: { type: 'string', default: 'reference' },
      prefix: { type: 'string' },
      publisher: { type: 'string' },
      name: { type: 'string' },
      version: { type: 'string' },
      'app-id': { type: 'string' },
      'app-endpoint': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(usage);
    return;
  }
  const { out, dialect, prefix, publisher, name, version } = values;
  const options: BuildOptions = {
    calledAs: wayOf(values['called-as']),
    dialect: dialectOf(dialect),
    ...(prefix !== undefined && { prefix }),
    ...(publisher !== undefined && { publisher }),
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(values['app-id'] !== undefined && { appId: values['app-id'] }),
    ...(values['app-endpoint'] !== undefined && { appEndpoint: values['app-endpoint'] }),
  };
  const zip = buildSolution(options);
  await writeFile(out, zip);
  say(`  ${out}, ${zip.byteLength} bytes. Import it in Copilot Studio: Solutions › Import solution.`);
}

function wayOf(value: string): CalledAs {
  const found = waysToCall.find((each) => each === value);
  if (!found) throw new Error('--called-as has to be skill or connected-agent');
  return found;
}

function dialectOf(value: string): NonNullable<BuildOptions['dialect']> {
  if (value === 'reference' || value === 'contoso-sample') return value;
  throw new Error('--dialect has to be reference or contoso-sample');
}

run().catch((error: unknown) => {
  sayError(`  ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
});
