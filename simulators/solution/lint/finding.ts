import type { Place } from '../problem.ts';
import type { Topic } from '../solution.ts';

export const rules = [
  'clashing-phrases',
  'missing-interrupt-topic',
  'unknown-skill-action',
  'unread-output',
  'no-way-back',
  'no-answer-when-refused',
  'no-handoff',
  'generative-orchestration',
  'unreadable-file',
  'not-played',
  'not-played-before-handoff',
  'missing-topic',
] as const;

export interface Finding {
  readonly rule: (typeof rules)[number];
  /** As makers read it. */
  readonly topic: string;
  readonly place: Place;
  readonly what: string;
}

/** What a skill offers by its manifest: the ids of its actions. */
export interface SkillManifest {
  readonly activities: Readonly<Record<string, unknown>>;
}

export const findingIn = (
  topic: Topic,
  rule: Finding['rule'],
  found: Pick<Finding, 'place' | 'what'>,
): Finding => ({ rule, topic: topic.name, ...found });
