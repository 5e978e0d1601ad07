import { keyPattern, type Verb } from '../language/verb.ts';
import { bridgeVerbs } from './bridge-faults.ts';
import { orchestratorVerbs } from './orchestrator.ts';
import { agentVerbs, customerVerbs, timeVerbs } from './participants.ts';
import { peerVerbs } from './party-faults.ts';
import { requestVerbs } from './request-faults.ts';
import { sessionVerbs } from './session.ts';

/** Everything that can happen in a story. */
export const verbs: readonly Verb[] = [
  ...customerVerbs,
  ...agentVerbs,
  ...sessionVerbs,
  ...orchestratorVerbs,
  ...timeVerbs,
  ...peerVerbs,
  ...requestVerbs,
  ...bridgeVerbs,
];

interface Found {
  readonly verb: Verb;
  /** The name or number in the key. */
  readonly slot: string | undefined;
}

/** The verb that a key of a story means. */
export function verbOf(key: string): Found | undefined {
  for (const verb of verbs) {
    const found = new RegExp(keyPattern(verb), 'u').exec(key);
    if (found) return { verb, slot: found[1] };
  }
  return undefined;
}
