import { printable } from '../src/domain/printable.ts';
import { type DemoOptions, demoOptions, usage } from './demo/options.ts';
import type { Ports } from './demo/ports.ts';
import { type Demo, startDemo } from './demo/start-demo.ts';

const names: Readonly<Record<keyof Ports, string>> = {
  liveChat: 'live chat',
  bridge: 'bridge',
  microsoft: 'Teams, Copilot Studio and Entra',
  console: 'console',
  teamsLine: 'way to Teams',
  playground: 'Agents Playground',
};

function movedPorts({ ports, wantedPorts }: Demo): readonly string[] {
  return (Object.keys(names) as (keyof Ports)[])
    .filter((name) => wantedPorts[name] !== 0 && ports[name] !== wantedPorts[name])
    .map((name) => `  Port ${wantedPorts[name]} is taken, so the ${names[name]} took ${ports[name]}.`);
}

const seen: Readonly<Record<DemoOptions['calledAs'], readonly [string, string]>> = {
  skill: ['the copilot asks what the problem is', 'the copilot connects you; a new chat is on the desk'],
  'connected-agent': ['an agent is asked for; a new chat is on the desk', 'the agent can read it'],
};

function introduction(demo: Demo, { directory, withPlayground, calledAs, channel }: DemoOptions): string {
  const [first, second] = seen[calledAs];
  const moved = movedPorts(demo);
  const { microsoft } = demo.ports;
  return `
  Handoff Bridge: all systems of a handoff, on this machine

  Open
    Console             ${demo.consoleUrl}

  Each part alone
    ${withPlayground ? 'Agents Playground' : 'Customer in Teams'}   ${demo.customerPageUrl}
    Agent's desk        ${demo.deskUrl}
    The bridge's API    ${demo.bridgeUrl}/docs
    Simulated Microsoft http://127.0.0.1:${microsoft}  (Teams, Copilot Studio and Entra, behind the customer's page)

  Then do                                           and see
    customer   type: I want to talk with a person   ${first}
    customer   type: My invoice is wrong            ${second}
    agent      press Join, then type: Hello         ${channel === 'webchat' ? 'nothing yet: it is the answer to what the customer types next' : "the customer reads it under the agent's name"}
    customer   type: Good bye                       the handoff ends, on the desk too
    customer   type: Hello                          the copilot answers again

  The console's buttons break things on purpose, so errors in the bridge's log are expected then.
${moved.length > 0 ? `\n${moved.join('\n')}\n` : ''}
  A port that is taken is replaced by a free one. The bridge's log is ${demo.logFile}.
  Chats are kept in ${directory} and go on at the next start. To begin afresh, stop and remove that directory, or
  start with --data and another one. Ctrl+C stops everything.

`;
}

function stopOnSignal(demo: Demo): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      process.stdout.write('\n  Stopping …\n');
      void demo.stop().then(() => process.exit(0));
    });
  }
}

async function run(): Promise<void> {
  const options = demoOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const demo = await startDemo(options);
  stopOnSignal(demo);
  process.stdout.write(printable(introduction(demo, options)));
}

run().catch((error: unknown) => {
  process.stderr.write(
    printable(
      `  The demo could not start: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`,
    ),
  );
  // Those who did start would keep the process.
  process.exit(1);
});
