import { verifyCallbacksOf } from '../callbacks/callback-direction.ts';
import type { Terminal } from '../callbacks/callback-requests.ts';
import { statesThatNeedAHook } from '../contracts/reference/states.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import type { Options } from '../options.ts';
import { startJudge } from '../pact/judge.ts';
import { publishedPact } from '../pact/pact.ts';
import { clauseName, verifyPact } from '../pact/pact-clauses.ts';
import { STATES_PATH, startRecordingProxy } from '../pact/recording-proxy.ts';
import { stateHook } from '../pact/states.ts';
import { vendorStates } from '../pact/vendor-states.ts';
import { KNOWN_KEYS, knownKeys } from '../promises/known-keys.ts';
import type { PromiseContext } from '../promises/promise.ts';
import { promisesOfReference } from '../promises/promises.ts';
import { SPELLING, takesBridgesSpelling } from '../promises/spelling-clause.ts';
import type { OpenSessions } from '../sessions/open-sessions.ts';
import type { Spelling } from '../sessions/spelling.ts';
import { answerChecks } from './answer-checks.ts';
import { attempt } from './attempt.ts';
import { type Group, type Report, silentLiveChat } from './clause.ts';

export interface VerificationContext {
  readonly api: VendorApi;
  readonly sessions: OpenSessions;
  readonly spelling: Spelling;
  readonly hasCredentials: boolean;
  readonly report: Report;
  readonly terminal?: Terminal;
}

/** Tries every clause that is wanted. */
export async function verifyAll(options: Options, context: VerificationContext): Promise<void> {
  const { api, report, sessions, spelling, terminal } = context;
  const isWanted = wantedBy(options);
  const promiseContext = promiseContextOf(options, context);
  const keys = knownKeys(promiseContext, options.rememberMs);
  const { hasPromises } = options.contract;
  const areKeysWanted = hasPromises && isWanted(KNOWN_KEYS);
  if (hasPromises && isWanted(SPELLING)) await tried(context, own('api', SPELLING, takesBridgesSpelling));
  if (areKeysWanted) await keys.begin();
  await verifyAnswers(options, context);
  if (hasPromises) {
    for (const { name, check } of promisesOfReference.filter((promise) => isWanted(promise.name)))
      await tried(context, own('promises', name, check));
  }
  await verifyCallbacksOf(options, {
    ...{ api, report, isWanted, sessions, spelling },
    ...(terminal ? { terminal } : {}),
  });
  if (areKeysWanted) await tried(context, own('promises', KNOWN_KEYS, keys.check));
  for (const clause of answerChecks(answersOf(api, options), options.timeoutMs)) {
    if (isWanted(clause.name)) report(clause);
  }

  function own(group: Group, name: string, check: (context: PromiseContext) => Promise<void>): Tried {
    return { group, name, work: () => check(promiseContext) };
  }
}

function promiseContextOf({ stateHook: path }: Options, context: VerificationContext): PromiseContext {
  const { api, spelling, sessions, hasCredentials } = context;
  const hook = path === undefined ? {} : { stateHook: stateHook(api, path) };
  return { api, spelling, sessions, hasCredentials, ...hook };
}

interface Tried {
  readonly group: Group;
  readonly name: string;
  readonly work: () => Promise<void>;
}

async function tried({ api, report }: VerificationContext, { group, name, work }: Tried): Promise<void> {
  const recorder = () => {
    const before = api.exchanges.length;
    return () => api.exchanges.slice(before);
  };
  report(
    api.isSilent() ? { name, group, ...silentLiveChat } : await attempt({ name, group, recorder, work }),
  );
}

/** Beside the answer itself: a state takes up to two requests, and a live chat may ask for patience. */
const JUDGE_WAITS_MS = 600_000;

async function verifyAnswers(
  options: Options,
  { api, spelling, hasCredentials, report }: VerificationContext,
): Promise<void> {
  const { contract, timeoutMs, stateHook: hookPath } = options;
  const published = await publishedPact(contract.pact);
  const isAsked = wantedBy(options);
  const interactions = published.interactions.filter((interaction) => isAsked(clauseName(interaction)));
  if (interactions.length === 0) return;
  const hook = hookPath === undefined ? undefined : stateHook(api, hookPath);
  const states = vendorStates(contract, { api, spelling, proxyUrl: () => proxy.url, stateHook: hook });
  const proxy = await startRecordingProxy({ api, states });
  const statesUrl = `${proxy.url}${STATES_PATH}`;
  const judge = await startJudge({
    providerUrl: proxy.url,
    statesUrl,
    timeoutMs: timeoutMs * 4 + JUDGE_WAITS_MS,
  });
  try {
    const pact = { ...published, interactions };
    const unreachableStates = hook === undefined ? statesThatNeedAHook : [];
    await verifyPact({ pact, judge, states, api, hasCredentials, unreachableStates }, report);
  } finally {
    await judge.stop();
    await proxy.stop();
  }
}

/** A vendor's hooks are no part of the contract. */
function answersOf(api: VendorApi, { stateHook: hook, callbacks }: Options) {
  return api.exchanges.filter(({ url }) => url !== hook && url !== callbacks?.trigger);
}

const wantedBy =
  ({ only }: Options) =>
  (name: string): boolean =>
    only.length === 0 || only.some((text) => name.toLowerCase().includes(text.toLowerCase()));
