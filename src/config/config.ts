import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Cloud, cloudNames, clouds } from '../adapters/bot-framework/clouds.ts';
import { serviceHosts } from '../adapters/bot-framework/service-hosts.ts';
import type { Dialect } from '../adapters/callers/skill/intent.ts';
import type { Pace } from '../adapters/channels/teams/rate-limiter.ts';
import type { ProxySettings } from '../adapters/http/client/proxies.ts';
import type { Rates } from '../adapters/http/limits/throttles.ts';
import type { DatabaseOptions } from '../adapters/storage/postgres/connection/database.ts';
import type { TracingSettings } from '../adapters/tracing/tracing.ts';
import type { RetentionTimes } from '../application/apply-retention.ts';
import { defaultSentences, type Sentences, sentenceNames } from '../application/sentences.ts';
import type { Settings } from '../application/settings.ts';
import { type AppConfig, readApps } from './app-config.ts';
import { readDatabase } from './database-config.ts';
import { unwrapped } from './guid.ts';
import { type LiveChatConfig, readLiveChat } from './live-chat-config.ts';
import { readPace } from './pace-config.ts';
import { readExtraCertificates, readProxies } from './proxy-config.ts';
import { readRates } from './rate-config.ts';
import { readUrl } from './read-url.ts';
import { isSecret, isServiceHost } from './setting-checks.ts';
import { unknownSettings, withKnownNames } from './setting-names.ts';
import { type SettingReader, settingReader } from './setting-reader.ts';
import { readTracing } from './tracing-config.ts';

/** Everything that an operator decides. */
export interface Config extends AppConfig {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly logLevel: string;
  readonly store: 'lowdb' | 'memory' | 'postgres';
  readonly dataDirectory: string;
  /** Present when the store is `postgres`. */
  readonly database?: DatabaseOptions;
  readonly cloud: Cloud;
  readonly allowsBotFrameworkTenant: boolean;
  readonly allowedServiceHosts: readonly string[];
  readonly teamsServiceUrl?: string;
  /** How large one message to Teams may be, in kilobytes of UTF-16. */
  readonly teamsMaxKb: number;
  /** How fast Teams may be spoken to. */
  readonly teamsPace: Pace;
  readonly dialect: Dialect;
  readonly endCommand: string;
  readonly settings: Settings;
  readonly retention: RetentionTimes;
  readonly rates: Rates;
  readonly liveChat: LiveChatConfig;
  /** Absent when operators have to do without the routes for them. */
  readonly adminToken?: string;
  /** What NODE_EXTRA_CA_CERTS holds: certificates in PEM that are trusted besides Node's own. */
  readonly extraCertificates: readonly string[];
  /** Absent when all calls go out directly. */
  readonly proxies?: ProxySettings;
  /** Absent when nothing is traced. */
  readonly tracing?: TracingSettings;
}

export type Environment = Readonly<Record<string, string | undefined>>;

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
export function readConfig(given: Environment): Config {
  const environment = withKnownNames(given);
  const reader = settingReader(environment);
  const proxies = readProxies(reader);
  const tracing = readTracing(reader);
  const liveChat = readLiveChat(reader);
  const cloudName = reader.oneOf('HANDOFF_CLOUD', cloudNames);
  const cloud: Cloud = clouds[cloudName];
  const config: Config = {
    port: reader.number('PORT', { min: 0, max: 65_535, byDefault: 5001, isWhole: true }),
    host: reader.optional('HANDOFF_HOST') ?? '0.0.0.0',
    publicUrl: readUrl(
      reader,
      'HANDOFF_PUBLIC_URL',
      'the https address at which Copilot Studio and the live chat reach the bridge',
    ),
    logLevel: reader.oneOf('LOG_LEVEL', ['info', 'debug', 'warn', 'error', 'silent']),
    ...readStore(reader),
    ...readApps(reader, cloud),
    cloud,
    allowsBotFrameworkTenant:
      reader.oneOf('HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT', ['false', 'true']) === 'true',
    ...readServiceHosts(reader, cloud),
    teamsMaxKb: reader.number('HANDOFF_TEAMS_MAX_KB', { min: 4, max: 80, byDefault: 28 }),
    teamsPace: readPace(reader),
    dialect: reader.oneOf('HANDOFF_SKILL_DIALECT', ['auto', 'reference', 'contoso-sample']),
    endCommand: reader.optional('HANDOFF_END_COMMAND') ?? 'end handoff',
    settings: readSessionSettings(reader),
    retention: readRetention(reader),
    rates: readRates(reader),
    liveChat,
    ...readAdminToken(reader),
    extraCertificates: readExtraCertificates(reader),
    ...(proxies && { proxies }),
    ...(tracing && { tracing }),
  };
  reader.findings.push(...unknownSettings(environment));
  if (reader.findings.length > 0) throw new BadConfiguration(reader.findings);
  return config;
}

function readStore(reader: SettingReader): Pick<Config, 'store' | 'dataDirectory' | 'database'> {
  const store = reader.oneOf('HANDOFF_STORE', ['lowdb', 'memory', 'postgres']);
  const dataDirectory = reader.optional('HANDOFF_DATA_DIR') ?? './data';
  return { store, dataDirectory, ...(store === 'postgres' && { database: readDatabase(reader) }) };
}

function readServiceHosts(
  reader: SettingReader,
  cloud: Cloud,
): Pick<Config, 'allowedServiceHosts' | 'teamsServiceUrl'> {
  const name = 'HANDOFF_ALLOWED_SERVICE_HOSTS';
  const allowedServiceHosts = reader.list(name, cloud.serviceHosts).map(unwrapped);
  if (allowedServiceHosts.length === 0 || !allowedServiceHosts.every(isServiceHost)) {
    reader.findings.push(
      `${name} is not usable; expected host or host:port, comma-separated; a leading dot takes subdomains.`,
    );
  }
  const isAllowed = serviceHosts(allowedServiceHosts);
  const isNamed = reader.optional('HANDOFF_TEAMS_SERVICE_URL') !== undefined;
  if (!isNamed && cloud.teamsServiceUrl !== undefined) return { allowedServiceHosts };
  const teamsServiceUrl = reader.checked('HANDOFF_TEAMS_SERVICE_URL', {
    expected: `a service URL whose host is in ${name}`,
    isGood: (value) => !/[<>{}]/.test(value) && isAllowed(unwrapped(value)),
  });
  return { allowedServiceHosts, teamsServiceUrl: unwrapped(teamsServiceUrl) };
}

function readSessionSettings(reader: SettingReader): Settings {
  return {
    turnBudgetMs: reader.number('HANDOFF_TURN_BUDGET_MS', { min: 500, max: 14_000, byDefault: 10_000 }),
    idleMs: reader.number('HANDOFF_IDLE_MINUTES', { min: 0.01, max: 100_000, byDefault: 60 }) * 60_000,
    maxAgeMs: reader.number('HANDOFF_MAX_HOURS', { min: 0.001, max: 10_000, byDefault: 24 }) * 3_600_000,
    laneLimit: 1000,
    laneBytes: 4 * 1024 * 1024,
    sentences: readSentences(reader),
  };
}

function readAdminToken(reader: SettingReader): Pick<Config, 'adminToken'> {
  const name = 'HANDOFF_ADMIN_TOKEN';
  if (reader.optional(name) === undefined) return {};
  const expected = 'a random text of at least 16 characters, without spaces and not an example';
  const isGood = (value: string) => isSecret(value) && !/\s/.test(value);
  return { adminToken: reader.checked(name, { expected, isGood }) };
}

/** Ended sessions stay at least as long as repeats of what came in them have to be recognised. */
const shortestRetentionDays = 7;

function readRetention(reader: SettingReader): RetentionTimes {
  const days = { min: shortestRetentionDays, max: 10_000, byDefault: 30 };
  const hours = { min: 0, max: 100_000, byDefault: 24 };
  return {
    sessionsMs: reader.number('HANDOFF_RETENTION_DAYS', days) * 24 * 3_600_000,
    textsMs: reader.number('HANDOFF_TEXT_RETENTION_HOURS', hours) * 3_600_000,
  };
}

const sentenceFile = z.partialRecord(z.enum(sentenceNames), z.string().min(1).max(1000));

/** A JSON file may replace any sentence that we say in our own name. */
function readSentences(reader: SettingReader): Sentences {
  const file = reader.optional('HANDOFF_SENTENCES_FILE');
  if (file === undefined) return defaultSentences;
  try {
    return { ...defaultSentences, ...sentenceFile.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  } catch {
    // Whatever is wrong with the file, the operator has to mend it before the service may start.
    reader.findings.push(
      `HANDOFF_SENTENCES_FILE is not usable; expected a JSON file of {name: sentence} with known names.`,
    );
    return defaultSentences;
  }
}
