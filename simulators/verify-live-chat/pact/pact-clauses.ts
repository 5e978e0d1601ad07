import { type Exchange, isAnswered } from '../http/exchange.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import { type Clause, type Report, silentLiveChat } from '../run/clause.ts';
import { explained } from './explain.ts';
import type { Judge } from './judge.ts';
import type { Interaction, Pact } from './pact.ts';
import type { States } from './states.ts';

export interface PactClauses {
  readonly pact: Pact;
  readonly judge: Judge;
  readonly states: States;
  readonly api: VendorApi;
  readonly hasCredentials: boolean;
  /** States that only a hook can make, as long as there is none. */
  readonly unreachableStates: readonly string[];
}

/** A sentence such as `an end — when a live chat is open`. */
export function clauseName({ description, providerStates }: Interaction): string {
  const states = providerStates.map(({ name }) => name).join(' and ');
  return states === '' ? description : `${description} — when ${states}`;
}

/** Tries one interaction of the pact after the other. */
export async function verifyPact(context: PactClauses, report: Report): Promise<void> {
  for (const interaction of context.pact.interactions) {
    report(notRun(interaction, context) ?? (await tried(interaction, context)));
  }
}

function notRun(interaction: Interaction, context: PactClauses): Clause | undefined {
  const base = { outcome: 'not-run', group: 'api', name: clauseName(interaction) } as const;
  if (context.api.isSilent()) return { ...base, ...silentLiveChat };
  const state = interaction.providerStates.find(({ name }) => context.unreachableStates.includes(name));
  if (state !== undefined) {
    return {
      ...base,
      cause: `"${state.name}" cannot be made through the API`,
      advice: 'Offer a state hook and pass its address with --state-hook.',
    };
  }
  if (interaction.response.status === 401 && !context.hasCredentials) {
    return {
      ...base,
      cause: 'no credentials were given, so none can be wrong',
      advice: 'Pass the credentials that the bridge will use: --help, "Authentication".',
    };
  }
  return undefined;
}

async function tried(interaction: Interaction, { pact, judge, states, api }: PactClauses): Promise<Clause> {
  const before = api.exchanges.length;
  const startedAt = performance.now();
  const verdict = await judge.verify(pact, interaction);
  const exchanges = api.exchanges.slice(before);
  const ms = Math.round(performance.now() - startedAt);
  const base = { name: clauseName(interaction), group: 'api', exchanges, ms } as const;
  const stateFailure = states.takeFailure();
  if (stateFailure !== undefined)
    return { ...base, outcome: 'failed', ...unprepared(stateFailure, exchanges) };
  if (verdict.isKept) return { ...base, outcome: 'passed' };
  const exchange = exchanges.findLast(({ url }) => url.endsWith(interaction.request.path));
  return { ...base, outcome: 'failed', ...explained({ interaction, verdict, exchange }) };
}

const UNTRIED = 'could not be tried:';

function unprepared(failure: string, exchanges: readonly Exchange[]) {
  const last = exchanges.at(-1)?.answer;
  const because = last !== undefined && !isAnswered(last) ? `${failure} (${last.failure})` : failure;
  return {
    cause: because.startsWith(UNTRIED) ? because : `${UNTRIED} ${because}`,
    advice: 'Mend what kept this from being prepared; it mostly fails in a clause of its own as well.',
    differences: [],
    isConsequence: true,
  } as const;
}
