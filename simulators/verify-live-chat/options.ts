import { parseArgs } from 'node:util';
import type { Contract } from './contracts/contract.ts';
import { contracts } from './contracts/contracts.ts';
import { reference } from './contracts/reference/contract.ts';
import type { CredentialsChoice } from './http/credentials.ts';
import type { Headers } from './http/exchange.ts';

export interface Options {
  /** Without a trailing slash. */
  readonly url: string;
  readonly contract: Contract;
  readonly only: readonly string[];
  readonly timeoutMs: number;
  /** How long a key has to be known at least, before its request is repeated. */
  readonly rememberMs: number;
  readonly out: string;
  readonly credentials: CredentialsChoice;
  readonly headers: Headers;
  readonly caFile?: string;
  readonly stateHook?: string;
  /** A run in which the callbacks were not checked does not succeed. */
  readonly requiresCallbacks: boolean;
  /** Absent when the callback direction is not asked for. */
  readonly callbacks?: CallbackOptions;
}

export interface CallbackOptions {
  /** Absent: the listener's own address. Without a trailing slash. */
  readonly url?: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly secret?: string;
  readonly trigger?: string;
  readonly byHand: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Each line says what is wrong with one argument. */
export class BadArguments extends Error {
  override readonly name = 'BadArguments';
}

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;

/** Throws `BadArguments`, or answers `help`. */
export function optionsOf(args: readonly string[], env: Environment): Options | 'help' {
  const given = parsed(args);
  if (given.help) return 'help';
  const problems: string[] = [];
  const caFile = given.ca;
  const callbacks = callbackOptions(given, env, problems);
  const options: Options = {
    url: urlOf('--url', given.url, problems),
    contract: contractOf(given.kind, problems),
    only: given.only,
    timeoutMs: numberOf('--timeout', given.timeout, problems),
    rememberMs: numberOf('--remember', given.remember, problems),
    requiresCallbacks: given['require-callbacks'],
    out: given.out,
    credentials: credentialsChoice(given, env, problems),
    headers: headersOf(given.header, problems),
    ...(caFile === undefined ? {} : { caFile }),
    ...(given['state-hook'] === undefined
      ? {}
      : { stateHook: urlOf('--state-hook', given['state-hook'], problems) }),
    ...(callbacks === undefined ? {} : { callbacks }),
  };
  if (options.requiresCallbacks && callbacks === undefined)
    problems.push('--require-callbacks needs --callback-url, --callback-port, --trigger or --by-hand');
  if (problems.length > 0) throw new BadArguments(problems.join('\n'));
  return options;
}

type Given = ReturnType<typeof parsed>;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

const known = {
  url: text,
  kind: { ...text, default: reference.kind },
  only: { ...texts, default: [] as string[] },
  timeout: { ...text, default: '5000' },
  remember: { ...text, default: '5000' },
  out: { ...text, default: 'verify-live-chat-report' },
  bearer: text,
  'api-key-header': text,
  'oauth-token-url': text,
  'oauth-client-id': text,
  'oauth-scope': text,
  header: { ...texts, default: [] as string[] },
  ca: text,
  'state-hook': text,
  'callback-url': text,
  'callback-port': text,
  'callback-timeout': { ...text, default: '15000' },
  'webhook-secret': text,
  trigger: text,
  'by-hand': flag,
  'require-callbacks': flag,
  help: { ...flag, short: 'h' },
} as const;

function callbackOptions(given: Given, env: Environment, problems: string[]): CallbackOptions | undefined {
  const { 'callback-url': url, 'callback-port': port, trigger, 'by-hand': byHand } = given;
  if (url === undefined && port === undefined && trigger === undefined && !byHand) return undefined;
  const secret = given['webhook-secret'] ?? env.VERIFY_WEBHOOK_SECRET;
  if (secret !== undefined && !/^whsec_[A-Za-z0-9+/=]+$/.test(secret)) {
    problems.push('VERIFY_WEBHOOK_SECRET has to be whsec_ and then base64');
  }
  return {
    port: port === undefined ? 0 : numberOf('--callback-port', port, problems),
    timeoutMs: numberOf('--callback-timeout', given['callback-timeout'], problems),
    byHand,
    ...(url === undefined ? {} : { url: urlOf('--callback-url', url, problems) }),
    ...(trigger === undefined ? {} : { trigger: urlOf('--trigger', trigger, problems) }),
    ...(secret === undefined ? {} : { secret }),
  };
}

function credentialsChoice(given: Given, env: Environment, problems: string[]): CredentialsChoice {
  const tokenUrl = given['oauth-token-url'];
  const keyHeader = given['api-key-header'];
  const token = given.bearer ?? (tokenUrl || keyHeader ? undefined : env.VERIFY_BEARER);
  if ([tokenUrl, keyHeader, token].filter((choice) => choice !== undefined).length > 1) {
    problems.push('Choose one of --bearer, --api-key-header and --oauth-token-url');
  }
  if (token !== undefined) return { kind: 'bearer', token };
  if (keyHeader !== undefined) return apiKey(keyHeader, env, problems);
  if (tokenUrl === undefined) return { kind: 'none' };
  const clientId = given['oauth-client-id'] ?? '';
  const clientSecret = env.VERIFY_OAUTH_CLIENT_SECRET ?? '';
  if (clientId === '') problems.push('--oauth-token-url needs --oauth-client-id');
  if (clientSecret === '') problems.push('--oauth-token-url needs the secret in VERIFY_OAUTH_CLIENT_SECRET');
  const scope = given['oauth-scope'];
  return {
    kind: 'oauth',
    tokenUrl: urlOf('--oauth-token-url', tokenUrl, problems),
    clientId,
    clientSecret,
    ...(scope === undefined ? {} : { scope }),
  };
}

function apiKey(given: string, env: Environment, problems: string[]): CredentialsChoice {
  const [header = '', ...rest] = given.split(':');
  const value = rest.join(':').trim() || (env.VERIFY_API_KEY ?? '');
  if (value === '')
    problems.push('--api-key-header needs a value: set VERIFY_API_KEY, or write "NAME: VALUE"');
  return { kind: 'api-key', header: header.trim(), value };
}

function headersOf(given: readonly string[], problems: string[]): Headers {
  return Object.fromEntries(
    given.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) problems.push('--header has to be "NAME: VALUE"');
      return [line.slice(0, Math.max(colon, 0)).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function urlOf(option: string, given: string | undefined, problems: string[]): string {
  const url = given !== undefined && URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '');
  problems.push(
    given === undefined
      ? `${option} is missing: where is the API of the live chat?`
      : `${option} has to be a URL that starts with https:// or http://`,
  );
  return '';
}

function contractOf(given: string, problems: string[]): Contract {
  const found = contracts.find(({ kind }) => kind === given);
  if (found === undefined)
    problems.push(`--kind has to be ${contracts.map(({ kind }) => kind).join(' or ')}`);
  return found ?? reference;
}

function numberOf(option: string, given: string, problems: string[]): number {
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given);
  problems.push(`${option} has to be a whole number, 1 or more`);
  return 1;
}
