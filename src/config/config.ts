import type { z } from 'zod';
import { type Environment, trimmed } from './environment.ts';
import { ownersIn } from './owners.ts';
import { unknownSettings, withKnownNames } from './setting-names.ts';

export type Config = ReturnType<typeof configOf>;

/** Thrown when the service must not start. Names every bad setting with what it expects, and no value. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
  readonly findings: readonly string[];
  constructor(findings: readonly string[]) {
    super(
      `The configuration is not complete or not safe:\n${findings.map((each) => `  - ${each}`).join('\n')}`,
    );
    this.findings = findings;
  }
}

/** Reads and checks all settings. Throws {@link BadConfiguration} with every finding. */
export function readConfig(found: Environment): Config {
  const named = withKnownNames(found);
  const environment = trimmed(named);
  const owners = ownersIn(environment);
  const given = Object.fromEntries(Object.keys(owners.shape).map((owner) => [owner, environment]));
  const read = owners.safeParse(given);
  const findings = [...findingsIn(read, environment), ...unknownSettings(named)];
  if (!read.success || findings.length > 0) throw new BadConfiguration(findings);
  return configOf(read.data);
}

/**
 * What is wrong, each finding as a sentence. The path of an issue is the owner and the setting; an issue of several
 * settings brings its own sentence.
 */
/** Each once, though several owners may read a setting. */
const findingsIn = (
  { error }: z.ZodSafeParseResult<unknown>,
  environment: Environment,
): readonly string[] => [
  ...new Set(
    (error?.issues ?? []).map(({ path: [, name], message }) => {
      if (typeof name !== 'string') return message;
      return `${name} is ${environment[name] === undefined ? 'missing' : 'not usable'}; ${message}.`;
    }),
  ),
];

function configOf({
  database,
  session,
  tracing,
  metricsExport,
  service,
  storage,
  cloud,
  operators,
  egress,
  liveChatKind: _,
  caller: _caller,
  copilotApp,
  connectedAgent,
  skill: { allowedCallers, ...skill },
  ...owners
}: z.output<ReturnType<typeof ownersIn>>) {
  return {
    ...service,
    ...storage,
    ...cloud,
    ...skill,
    ...operators,
    ...egress,
    ...owners,
    // Absent where the bridge is not called in the way that needs them.
    ...(copilotApp && { copilotApp, allowedCallers: allowedCallers ?? [copilotApp.clientId] }),
    ...(connectedAgent && { connectedAgent }),
    settings: session,
    ...(database && { database }),
    ...(tracing && { tracing }),
    ...(metricsExport && { metricsExport }),
  };
}
