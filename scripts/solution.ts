import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BuildOptions, buildSolution } from '../simulators/solution/builder/build-solution.ts';
import { say, sayError } from './say.ts';

const usage = `npm run solution [-- options]

  --out FILE                             where the zip goes (default HandoverAgent.zip)
  --dialect reference|contoso-sample     how its topics call the bridge (default reference)
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

function dialectOf(value: string): NonNullable<BuildOptions['dialect']> {
  if (value === 'reference' || value === 'contoso-sample') return value;
  throw new Error('--dialect has to be reference or contoso-sample');
}

run().catch((error: unknown) => {
  sayError(`  ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
});
