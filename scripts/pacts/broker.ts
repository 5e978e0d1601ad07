import { execFileSync } from 'node:child_process';
import { request } from 'undici';
import { sayError } from '../say.ts';

/** A Pact Broker, as the environment names it, and the version that is worked on. */
export interface Broker {
  post(path: string, body: unknown): Promise<BrokerAnswer>;
  get(path: string): Promise<BrokerAnswer>;
}

export interface BrokerAnswer {
  readonly status: number;
  readonly body: unknown;
}

const WITHIN_MS = 30_000;

/** From PACT_BROKER_BASE_URL and PACT_BROKER_TOKEN. Throws a sentence that names what is missing. */
export function brokerFromEnvironment(): Broker {
  const baseUrl = needed('PACT_BROKER_BASE_URL').replace(/\/$/, '');
  const token = needed('PACT_BROKER_TOKEN');
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<BrokerAnswer> => {
    const answer = await request(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/hal+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    return { status: answer.statusCode, body: parsed(await answer.body.text()) };
  };
  return { post: (path, body) => ask('POST', path, body), get: (path) => ask('GET', path) };
}

/** The commit; GIT_COMMIT and GIT_BRANCH stand in where a build server has no branch checked out. */
export const currentCommit = (): string => process.env.GIT_COMMIT ?? git('rev-parse', 'HEAD');
export const currentBranch = (): string => process.env.GIT_BRANCH ?? git('rev-parse', '--abbrev-ref', 'HEAD');

const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** Runs `work`; what goes wrong is said in a sentence, and the process fails. */
export function runScript(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    sayError(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 500);
  }
}
