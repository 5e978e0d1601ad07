import type { Solution } from '../solution.ts';
import { clashingPhrases } from './clashing-phrases.ts';
import type { Finding, SkillManifest } from './finding.ts';
import { missingInterruptTopics } from './interrupt-topics.ts';
import { notPlayed } from './not-played.ts';
import { noAnswerWhenRefused } from './refusal.ts';
import { unknownSkillActions } from './skill-actions.ts';
import { unreadOutputs } from './unread-outputs.ts';
import { noWayBack } from './way-back.ts';
import { wholeAgent } from './whole-agent.ts';

/** What would go wrong in a handoff with this agent, by file and line; `manifest` is the one that the skill publishes. */
export function lintSolution(solution: Solution, manifest?: SkillManifest): readonly Finding[] {
  const findings = [
    ...clashingPhrases(solution),
    ...missingInterruptTopics(solution),
    ...unknownSkillActions(solution, manifest),
    ...unreadOutputs(solution),
    ...noWayBack(solution),
    ...noAnswerWhenRefused(solution),
    ...wholeAgent(solution),
    ...notPlayed(solution),
  ];
  return [...findings].sort(
    (one, other) => compare(one.place.file, other.place.file) || one.place.line - other.place.line,
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export const findingLine = ({ place, topic, rule, what }: Finding): string =>
  `${place.file}:${place.line}: ${topic}: ${what} [${rule}]`;
