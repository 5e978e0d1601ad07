/**
 * How a value is found that is usable and yet the wrong one. What is not usable is named by the start: see
 * how-wrong-values-are-found.test.ts.
 *
 * - `doctor`: `npm run doctor` names it.
 * - `log`: the line of the first refused request names what to look at; `reason` is its reason.
 * - `start`: the start names it although it has the right form, or cannot go on with it.
 * - `wish`: whatever is usable is done as it says, so that nothing is wrong with it but the wish.
 */
type HowFound =
  | { readonly by: 'doctor' | 'start' | 'wish' }
  | { readonly by: 'log'; readonly reason: string };

const doctor = { by: 'doctor' } as const;
const start = { by: 'start' } as const;
const wish = { by: 'wish' } as const;
const log = (reason: string) => ({ by: 'log', reason }) as const;

const ofConnection = {
  TenantId: doctor,
  ClientId: doctor,
  ClientSecret: doctor,
  Secret: doctor,
  CertPemFile: doctor,
  CertKeyFile: start,
  SendX5C: doctor,
  FederatedClientId: doctor,
  FederatedTokenFile: doctor,
  WIDAssertionFile: doctor,
  AuthorityEndpoint: doctor,
  AuthType: start,
  Scopes: start,
  Scopes__0: start,
} as const;

const connection = (name: string): Readonly<Record<string, HowFound>> => ({
  [`Connections__${name}__ConnectionType`]: start,
  ...Object.fromEntries(
    Object.entries(ofConnection).map(([key, how]) => [`Connections__${name}__Settings__${key}`, how]),
  ),
});

const all = (how: HowFound, ...names: readonly string[]): Readonly<Record<string, HowFound>> =>
  Object.fromEntries(names.map((name) => [name, how]));

/** A live chat's own settings are named by its check, which is part of the doctor, or refused at the start. */
export const ofVendors = /^LIVECHAT_(ZENDESK|DYNAMICS|SERVICENOW|CHATWOOT|SALESFORCE|GENESYS)_/;

/** Without its secrets nothing starts: the start says what came of each, and in whose name it asked. */
const ofVault = all(
  start,
  ...Object.keys(ofConnection)
    .filter((key) => !key.startsWith('Scopes'))
    .map((key) => `Connections__KeyVault__Settings__${key}`),
  'HANDOFF_KEY_VAULT_URL',
  'HANDOFF_KEY_VAULT_SECRETS',
);

export const wrongValues: Readonly<Record<string, HowFound>> = {
  ...ofVault,
  ...connection('LiveChat'),
  ...connection('CopilotStudioBot'),
  ...all(doctor, 'HANDOFF_PUBLIC_URL', 'HANDOFF_DATA_DIR', 'DATABASE_URL', 'PGPASSWORD'),
  ...all(doctor, 'LIVECHAT_BASE_URL', 'LIVECHAT_API_KEY', 'LIVECHAT_OAUTH_SCOPE', 'LIVECHAT_WEBHOOK_SECRET'),
  ...all(doctor, 'LIVECHAT_KIND', 'HANDOFF_CLOUD', 'HANDOFF_BOT_FRAMEWORK_SCOPE'),
  ...all(doctor, 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy'),
  ...all(doctor, 'NODE_EXTRA_CA_CERTS', 'PORT', 'HANDOFF_STORE'),
  ...all(start, 'HANDOFF_HOST', 'HANDOFF_SENTENCES_FILE', 'LIVECHAT_ALLOW_UNSIGNED_CALLBACKS'),
  ...all(log('unknown-caller'), 'HANDOFF_ALLOWED_CALLERS', 'HANDOFF_CONNECTED_AGENT_CALLERS'),
  ...all(log('wrong-audience'), 'HANDOFF_CONNECTED_AGENT_AUDIENCES'),
  ...all(log('service-host-not-allowed'), 'HANDOFF_ALLOWED_SERVICE_HOSTS', 'HANDOFF_CALLBACK_HOSTS'),
  ...all(log('service-host-not-allowed'), 'HANDOFF_TEAMS_SERVICE_URL'),
  ...all(log('untrusted-issuer'), 'HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT'),
  ...all(log('way-not-allowed'), 'HANDOFF_CALLED_AS'),
  ...all(log('wrong-token'), 'HANDOFF_ADMIN_TOKEN'),
  ...all(log('too-many-requests'), 'HANDOFF_RATE_PER_CONVERSATION', 'HANDOFF_RATE_PER_SESSION'),
  ...all(log('too-many-requests'), 'HANDOFF_RATE_KB_PER_CONVERSATION', 'HANDOFF_RATE_KB_PER_SESSION'),
  ...all(log('too-many-requests'), 'HANDOFF_RATE_PER_ADDRESS', 'HANDOFF_TRUSTED_PROXY'),
  ...all(wish, 'HANDOFF_DATABASE_POOL', 'HANDOFF_DATABASE_CONNECT_MS', 'HANDOFF_DATABASE_QUERY_MS'),
  ...all(wish, 'HANDOFF_CALLBACK_SECRET', 'HANDOFF_KEY_VAULT_REFRESH_SECONDS'),
  ...all(wish, 'HANDOFF_SKILL_DIALECT', 'HANDOFF_END_COMMAND', 'HANDOFF_GOODBYE_PHRASES'),
  ...all(wish, 'HANDOFF_CHANNELS', 'HANDOFF_DIRECT_LINE_URL'),
  ...all(wish, 'HANDOFF_AFTER_END_SECONDS', 'HANDOFF_TEAMS_MAX_KB', 'HANDOFF_TEAMS_PER_SECOND'),
  ...all(wish, 'HANDOFF_TEAMS_THREAD_LIMITS', 'HANDOFF_TURN_BUDGET_MS', 'HANDOFF_IDLE_MINUTES'),
  ...all(wish, 'HANDOFF_MAX_HOURS', 'HANDOFF_TEXT_RETENTION_HOURS', 'HANDOFF_RETENTION_DAYS', 'LOG_LEVEL'),
};

/** Settings whose value may be any text, so that the start cannot refuse one for its form. */
export const anyText: ReadonlySet<string> = new Set([
  'HANDOFF_HOST',
  'HANDOFF_DATA_DIR',
  'PGPASSWORD',
  'HANDOFF_END_COMMAND',
  'HANDOFF_GOODBYE_PHRASES',
  'NO_PROXY',
  'no_proxy',
]);
