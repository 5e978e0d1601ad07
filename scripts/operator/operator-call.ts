import { existsSync } from 'node:fs';
import { request } from 'undici';
import { vaultIn } from '../../src/config/vault/vault-in.ts';
import { openVault } from '../../src/wiring/vault.ts';
import { sayError } from '../say.ts';

/** What the command line gave: words, and options with their values. */
export interface Arguments {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

export interface OperatorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks the running bridge something, with the operator's token. */
export type AskBridge = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<OperatorAnswer>;

/** Thrown when the command was not understood; its message says what is. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

const withinMs = 30_000;
const defaultUrl = 'http://127.0.0.1:5001';

/** `--name value` is an option, and anything else a word. Throws {@link Misuse} for an option that is not known. */
export function argumentsOf(given: readonly string[], known: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? '';
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    const value = given[++index];
    if (!known.includes(word)) throw new Misuse(`${word} is not an option.`);
    if (value === undefined) throw new Misuse(`${word} needs a value.`);
    options.set(word, value);
  }
  return { words, options };
}

/** The bridge at `--url`, with the token of HANDOFF_ADMIN_TOKEN in the environment, in .env or in the vault. */
export function bridgeOf({ options }: Arguments): AskBridge {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const base = baseOf(options.get('--url') ?? defaultUrl);
  return async (method, path, body) => {
    const token = process.env.HANDOFF_ADMIN_TOKEN?.trim() || (await tokenInVault());
    if (!token) throw new Misuse('HANDOFF_ADMIN_TOKEN is not set, neither in the environment nor in .env.');
    const answer = await request(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(withinMs),
    });
    return { status: answer.statusCode, body: parsed(await answer.body.text()) };
  };
}

/** Runs a command: 0 when it did what it was told, 1 when the bridge refused or was not reached, 2 for a misuse. */
export function runCommand(usage: string, command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const isMisuse = error instanceof Misuse;
    sayError(isMisuse ? `${reason}\n${usage}` : reason || 'The bridge was not reached.');
    process.exitCode = isMisuse ? 2 : 1;
  });
}

/** What the bridge said instead of a 2xx, as a sentence. */
export function refused({ status, body }: OperatorAnswer): Error {
  if (status === 401) return new Error('The bridge does not take this HANDOFF_ADMIN_TOKEN.');
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : '';
  return new Error(`The bridge answered ${status}. ${detail}`.trim());
}

/** The token goes there, so it has to be a safe way. */
function baseOf(url: string): string {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback)) return url.replace(/\/+$/, '');
  throw new Misuse('--url has to be an https address, or http on this machine.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function tokenInVault(): Promise<string | undefined> {
  const vault = vaultIn(process.env);
  const name = vault?.names.get('HANDOFF_ADMIN_TOKEN');
  if (vault === undefined || name === undefined) return undefined;
  const { host, read } = openVault(vault);
  const secret = await read(name);
  if (secret.outcome === 'read') return secret.value.trim();
  throw new Error(`HANDOFF_ADMIN_TOKEN: the secret ${name} of ${host} was not read (${secret.cause}).`);
}
