import { distance } from 'fastest-levenshtein';

type Environment = Readonly<Record<string, string | undefined>>;

/** All settings whose names begin like one of ours. */
const settingNames = [
  'HANDOFF_HOST',
  'HANDOFF_PUBLIC_URL',
  'HANDOFF_STORE',
  'HANDOFF_DATA_DIR',
  'HANDOFF_DATABASE_POOL',
  'HANDOFF_DATABASE_CONNECT_MS',
  'HANDOFF_DATABASE_QUERY_MS',
  'HANDOFF_CLOUD',
  'HANDOFF_BOT_FRAMEWORK_SCOPE',
  'HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT',
  'HANDOFF_ALLOWED_CALLERS',
  'HANDOFF_ALLOWED_SERVICE_HOSTS',
  'HANDOFF_TEAMS_SERVICE_URL',
  'HANDOFF_TEAMS_MAX_KB',
  'HANDOFF_TEAMS_PER_SECOND',
  'HANDOFF_TEAMS_THREAD_LIMITS',
  'HANDOFF_SKILL_DIALECT',
  'HANDOFF_END_COMMAND',
  'HANDOFF_TURN_BUDGET_MS',
  'HANDOFF_IDLE_MINUTES',
  'HANDOFF_MAX_HOURS',
  'HANDOFF_SENTENCES_FILE',
  'HANDOFF_RATE_PER_CONVERSATION',
  'HANDOFF_RATE_PER_SESSION',
  'HANDOFF_RATE_KB_PER_CONVERSATION',
  'HANDOFF_RATE_KB_PER_SESSION',
  'HANDOFF_RATE_PER_ADDRESS',
  'HANDOFF_TRUSTED_PROXY',
  'HANDOFF_ADMIN_TOKEN',
  'HANDOFF_RETENTION_DAYS',
  'HANDOFF_TEXT_RETENTION_HOURS',
  'LIVECHAT_KIND',
  'LIVECHAT_BASE_URL',
  'LIVECHAT_API_KEY',
  'LIVECHAT_OAUTH_SCOPE',
  'LIVECHAT_WEBHOOK_SECRET',
  'LIVECHAT_ALLOW_UNSIGNED_CALLBACKS',
];

const connections = ['LiveChat', 'CopilotStudioBot'];
const settingsOf = (...names: readonly string[]): readonly string[] =>
  connections.flatMap((connection) => names.map((name) => `Connections__${connection}__${name}`));

const connectionSettings = settingsOf(
  'Settings__TenantId',
  'Settings__ClientId',
  'Settings__ClientSecret',
  'Settings__AuthorityEndpoint',
);
/** Known from Microsoft's sample, and not recommended. */
const sampleSettings = settingsOf(
  'ConnectionType',
  'Settings__Secret',
  'Settings__AuthType',
  'Settings__Scopes',
  'Settings__Scopes__0',
);

const recommended = [...settingNames, ...connectionSettings];
const known = new Set([...recommended, ...sampleSettings]);

/** Settings of Microsoft's sample that have another name here. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^LiveChatSettings(__|:)/i, 'LIVECHAT_BASE_URL'],
  [/^ConnectionsMap(__|:)/i, 'HANDOFF_ALLOWED_SERVICE_HOSTS'],
  [/^TokenValidation(__|:)/i, 'HANDOFF_ALLOWED_CALLERS'],
];

const ours = /^(HANDOFF|LIVECHAT)_|^Connections(__|:)/i;

/** Kubernetes sets such variables for services of these names. */
const serviceLink =
  /^(HANDOFF|LIVECHAT)(_\w+)?_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\w+)?)$|^(HANDOFF|LIVECHAT)_PORT$/;

/** A misspelt setting would silently leave its default in force. Each finding names the known setting that is most like it. */
export const unknownSettings = (environment: Environment): readonly string[] =>
  Object.keys(environment).flatMap((name) => {
    const other = elsewhere.find(([pattern]) => pattern.test(name))?.[1];
    if (other !== undefined) return [`${name} is not a setting of the bridge; expected ${other}.`];
    if (!ours.test(name) || known.has(name) || serviceLink.test(name)) return [];
    return [`${name} is not a setting of the bridge; expected one such as ${nearest(name)}.`];
  });

function nearest(name: string): string {
  const folded = fold(name);
  const [first = '', ...others] = recommended;
  return others.reduce(
    (best, each) => (distance(fold(each), folded) < distance(fold(best), folded) ? each : best),
    first,
  );
}

const fold = (name: string): string => name.replaceAll(':', '__').toLowerCase();

/** Names of connections count in any case, and with colons, as in .NET; others are written as they are. */
export function withKnownNames(environment: Environment): Environment {
  const canonical = new Map([...connectionSettings, ...sampleSettings].map((name) => [fold(name), name]));
  const renamed: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(environment)) {
    const as = canonical.get(fold(name)) ?? name;
    if (as === name || !environment[as]?.trim()) renamed[as] = value;
    // Two that say different things: the other spelling stays, and is told as unknown.
    else if (environment[as] !== value) renamed[name] = value;
  }
  return renamed;
}
