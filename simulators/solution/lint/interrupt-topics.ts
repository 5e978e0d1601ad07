import { actionsOf, type Solution } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';

/** A list of topics that may interrupt names one that is not there, or that is switched off. */
export function missingInterruptTopics({ topics }: Solution): readonly Finding[] {
  const known = new Map(topics.map((topic) => [topic.schemaName, topic]));
  return topics.flatMap((topic) =>
    actionsOf(topic).flatMap((action) => {
      const named = 'interruption' in action ? (action.interruption.topics ?? []) : [];
      return named.flatMap(({ schemaName, place }) => {
        const found = known.get(schemaName);
        if (found?.isActive) return [];
        const what = found ? `"${found.name}" is switched off` : `there is no topic ${schemaName}`;
        return [
          findingIn(topic, 'missing-interrupt-topic', {
            place,
            what: `${what}, so it cannot interrupt ${action.kind} ${action.id}`,
          }),
        ];
      });
    }),
  );
}
