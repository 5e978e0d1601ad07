import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { answerChecks } from './answer-checks.ts';
import { attempt } from './attempt.ts';
import { verifyCallbacksOf } from './callback-direction.ts';
import type { Terminal } from './callback-requests.ts';
import { type Clause, type Report, silentLiveChat } from './clause.ts';
import { credentialsOf } from './credentials.ts';
import type { Headers } from './exchange.ts';
import { startJudge } from './judge.ts';
import { masking, type Secrets } from './mask.ts';
import type { Options } from './options.ts';
import { publishedPact } from './pact.ts';
import { clauseName, verifyPact } from './pact-clauses.ts';
import { promisesOfReference } from './promises.ts';
import { statesThatNeedAHook } from './provider-states.ts';
import { assertReachable } from './reachable.ts';
import { STATES_PATH, startRecordingProxy } from './recording-proxy.ts';
import type { Run } from './summary.ts';
import { type VendorApi, vendorApi } from './vendor-api.ts';
import { vendorStates } from './vendor-states.ts';

export interface Watcher {
  /** Hears of each clause as soon as it is decided, secrets masked. */
  readonly progress: Report;
  /** Where a person can be asked to act; absent when there is none. */
  readonly terminal?: Terminal;
}

/** What keeps the command from deciding rejects: bad files, a live chat that cannot be reached, no token. */
export async function verifyLiveChat(options: Options, { progress, terminal }: Watcher): Promise<Run> {
  const startedAt = new Date();
  const ca = options.caFile === undefined ? undefined : await authorities(options.caFile);
  await assertReachable(options.url, ca, options.timeoutMs);
  const credentials = credentialsOf(options.credentials, ca);
  const masked = masking(secretsOf(options, await credentials.headers()));
  const { url, headers: extraHeaders, timeoutMs } = options;
  const api = vendorApi({ url, credentials, extraHeaders, timeoutMs, ...(ca === undefined ? {} : { ca }) });
  const clauses: Clause[] = [];
  const report: Report = (clause) => {
    const shown = masked(clause);
    clauses.push(shown);
    progress(shown);
  };
  try {
    await verifyAnswers(options, { api, hasCredentials: credentials.isAny, report });
    await verifyPromises(options, { api, report });
    await verifyCallbacksOf(options, {
      api,
      report,
      isWanted: wantedBy(options),
      ...(terminal ? { terminal } : {}),
    });
    for (const clause of answerChecks(answersOf(api, options), timeoutMs)) {
      if (isWanted(clause.name, options.only)) report(clause);
    }
  } finally {
    await api.close();
  }
  return { url, kind: options.kind, startedAt, ms: Date.now() - startedAt.getTime(), clauses };
}

interface Parts {
  readonly api: VendorApi;
  readonly report: Report;
}

async function verifyAnswers(
  options: Options,
  { api, hasCredentials, report }: Parts & { readonly hasCredentials: boolean },
): Promise<void> {
  const { kind, timeoutMs, stateHook } = options;
  const published = await publishedPact(kind);
  const isAsked = wantedBy(options);
  const interactions = published.interactions.filter((interaction) => isAsked(clauseName(interaction)));
  if (interactions.length === 0) return;
  const states = vendorStates(kind, { api, proxyUrl: () => proxy.url, stateHook });
  const proxy = await startRecordingProxy({ api, states });
  const statesUrl = `${proxy.url}${STATES_PATH}`;
  // A state takes up to two requests, and the proxy answers for a live chat that is late.
  const judge = await startJudge({ providerUrl: proxy.url, statesUrl, timeoutMs: timeoutMs * 4 });
  try {
    const pact = { ...published, interactions };
    const unreachableStates = stateHook === undefined ? statesThatNeedAHook : [];
    await verifyPact({ pact, judge, states, api, hasCredentials, unreachableStates }, report);
  } finally {
    await judge.stop();
    await proxy.stop();
  }
}

async function verifyPromises(options: Options, { api, report }: Parts): Promise<void> {
  if (options.kind !== 'reference') return;
  const isAsked = wantedBy(options);
  for (const { name, check } of promisesOfReference.filter((promise) => isAsked(promise.name))) {
    const recorder = () => {
      const before = api.exchanges.length;
      return () => api.exchanges.slice(before);
    };
    const left = { name, group: 'promises', ...silentLiveChat } as const;
    report(
      api.isSilent() ? left : await attempt({ name, group: 'promises', recorder, work: () => check(api) }),
    );
  }
}

/** A vendor's hooks are no part of the contract. */
function answersOf(api: VendorApi, { stateHook, callbacks }: Options) {
  return api.exchanges.filter(({ url }) => url !== stateHook && url !== callbacks?.trigger);
}

const wantedBy =
  ({ only }: Options) =>
  (name: string): boolean =>
    isWanted(name, only);

function isWanted(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((text) => name.toLowerCase().includes(text.toLowerCase()));
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
