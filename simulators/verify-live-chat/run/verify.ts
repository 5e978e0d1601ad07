import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { Terminal } from '../callbacks/callback-requests.ts';
import { credentialsOf } from '../http/credentials.ts';
import type { Headers } from '../http/exchange.ts';
import { assertReachable } from '../http/reachable.ts';
import { transport } from '../http/transport.ts';
import { vendorApi } from '../http/vendor-api.ts';
import type { Options } from '../options.ts';
import { masking, type Secrets } from '../report/mask.ts';
import type { Run } from '../report/summary.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { openSessions } from '../sessions/open-sessions.ts';
import { bridgeSpelling } from '../sessions/spelling.ts';
import { assertAdmitted } from './admitted.ts';
import type { Clause, Report } from './clause.ts';
import { verifyAll } from './clauses.ts';
import { Interrupted, type Interruption, untilInterrupted } from './interruption.ts';
import { patienceOf } from './patience.ts';

export interface Watcher {
  /** Hears of each clause as soon as it is decided, secrets masked. */
  readonly progress: Report;
  /** Where a person can be asked to act; absent when there is none. */
  readonly terminal?: Terminal;
  /** Ends the run early. */
  readonly interruption?: Interruption;
}

/** How long a live chat that asks for patience is waited for in a whole run. */
const PATIENCE_MS = 600_000;
/** And how long when all that is left is to end what was opened. */
const LAST_PATIENCE_MS = 20_000;

/**
 * What keeps the command from deciding rejects: bad files, a live chat that cannot be reached, no token, credentials that
 * are refused, an interruption. Whatever happens, the sessions that were opened are ended.
 */
export async function verifyLiveChat(options: Options, watcher: Watcher): Promise<Run> {
  const startedAt = new Date();
  const ca = options.caFile === undefined ? undefined : await authorities(options.caFile);
  await assertReachable(options.url, ca, options.timeoutMs);
  const credentials = credentialsOf(options.credentials, ca);
  const masked = masking(secretsOf(options, await credentials.headers()));
  const { url, contract, only, headers: extraHeaders, timeoutMs } = options;
  const sessions = openSessions(contract);
  const apiWith = (patienceMs: number) =>
    vendorApi({
      ...{ url, credentials, extraHeaders, timeoutMs, sessions },
      transport: transport(ca),
      patience: patienceOf(patienceMs),
    });
  const api = apiWith(PATIENCE_MS);
  const clauses: Clause[] = [];
  const report: Report = (clause) => {
    const shown = masked(clause);
    clauses.push(shown);
    watcher.progress(shown);
  };
  const spelling = bridgeSpelling();
  const work = async (): Promise<void> => {
    await assertAdmitted(contract, apiWith(PATIENCE_MS), credentials.isAny);
    const { terminal } = watcher;
    const context = { api, sessions, spelling, hasCredentials: credentials.isAny, report };
    await verifyAll(options, { ...context, ...(terminal ? { terminal } : {}) });
  };
  const endAll = async (): Promise<number> => {
    await api.close();
    const last = apiWith(LAST_PATIENCE_MS);
    const notEnded = await endSessions(contract, last, sessions);
    await last.close();
    return notEnded;
  };
  let end: 'done' | 'interrupted';
  try {
    end = await untilInterrupted(work, watcher.interruption);
  } catch (error) {
    await endAll();
    throw error;
  }
  const notEnded = await endAll();
  if (end === 'interrupted') throw new Interrupted(notEnded);
  return { url, contract, only, startedAt, ms: Date.now() - startedAt.getTime(), clauses, notEnded };
}

/** Whatever must not appear in a report: what proves who the bridge is, and what callbacks are signed with. */
function secretsOf({ callbacks }: Options, credentials: Headers): Secrets {
  const values = Object.values(credentials).map((value) => value.replace(/^Bearer /, ''));
  const webhook = callbacks?.secret === undefined ? [] : [callbacks.secret];
  return { values: [...values, ...webhook], headers: Object.keys(credentials) };
}

/** Node takes a list instead of the well-known authorities, not in addition to them. */
async function authorities(file: string): Promise<string> {
  return [...rootCertificates, await readFile(file, 'utf8')].join('\n');
}
