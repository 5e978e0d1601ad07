import { check } from '../../../simulators/history/check.ts';
import type { Event } from '../../../simulators/history/event.ts';
import { tokens } from '../../../simulators/history/token.ts';
import { agentSays, atRest, customerSays, ended, healed, recordOf, type Timeless } from './record.ts';

/** What the tests of the checker play with: words, a clean end, and the judgement. */

export const token = tokens('t');
export const words = () => `${token()} and so on`;
export const [a, b] = [customerSays(words()), customerSays(words())];
export const [x, y] = [agentSays(words()), agentSays(words())];
export const end = [...ended('lc1'), healed, atRest];

/** The invariants that a record breaks. */
export const broken = (record: readonly Event[]) => [
  ...new Set(check(record).map(({ invariant }) => invariant)),
];
export const brokenBy = (...events: readonly Timeless[]) => broken(recordOf(...events));
