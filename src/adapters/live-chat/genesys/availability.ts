import type { GenesysApi } from './api.ts';
import { successOf } from './outcomes.ts';
import { asMeant, observationsAnswer, waitAnswer } from './wire.ts';

/** How many agents are on a queue, whatever they do there; absent when it could not be learnt. */
export async function agentsOnQueue(api: GenesysApi, queue: string): Promise<number | undefined> {
  const result = await api.agentsOn(queue);
  const { data } = observationsAnswer.safeParse(asMeant(successOf(result)?.body));
  if (data === undefined) return undefined;
  // A queue on which no agent is has no figures, and one of agents in several states has several.
  const figures = (data.results ?? []).flatMap((each) => each.data ?? []);
  return figures
    .filter(({ metric }) => metric === 'oOnQueueUsers')
    .reduce((sum, { stats }) => sum + (stats?.count ?? 0), 0);
}

/** The shortest wait that Genesys estimates; absent where it has no estimate. */
export async function estimatedWaitSeconds(api: GenesysApi, queue: string): Promise<number | undefined> {
  const result = await api.estimatedWait(queue);
  const waits = waitAnswer.safeParse(asMeant(successOf(result)?.body)).data?.results ?? [];
  const [shortest] = waits.map((each) => each.estimatedWaitTimeSeconds).sort((a, b) => a - b);
  return shortest === undefined ? undefined : Math.round(shortest);
}
