import type { z } from 'zod';
import { type Environment, trimmed } from './environment.ts';
import { allSettings, ownersIn } from './owners.ts';
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
  const findings = [
    ...findingsIn(read, environment),
    ...unknownSettings(named),
    ...unresolvedIn(environment),
  ];
  if (!read.success || findings.length > 0) throw new BadConfiguration(findings);
  return configOf(read.data);
}

/**
 * What is wrong, each finding as a sentence. The path of an issue is the owner and the setting; an issue of several
 * settings brings its own sentence.
 */
/** Each once, though several owners may read a setting. */
export const findingsIn = (
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

/** App Service puts the secret in its place, or leaves the reference when it could not read it. */
const unresolvedIn = (environment: Environment): readonly string[] =>
  Object.entries(environment).flatMap(([name, value]) =>
    allSettings.has(name) && value?.startsWith('@Microsoft.KeyVault(')
      ? [`${name} is a reference to Key Vault that App Service could not resolve; expected its secret.`]
      : [],
  );

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
  vault: _vault,
  vaultApp: _vaultApp,
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
