import { generativeNote } from '../about/about-solution.ts';
import { handoffTopics } from '../about/handoff.ts';
import type { Solution } from '../solution.ts';
import type { Finding } from './finding.ts';

/** What is so of the agent and not of one topic. */
export function wholeAgent(solution: Solution): readonly Finding[] {
  const { agent, unreadable, connectedAgents } = solution;
  const place = { file: `bots/${agent.schemaName}/bot.xml`, line: 1 };
  const hasHandoff = handoffTopics(solution).length > 0 || connectedAgents.length > 0;
  return [
    ...(hasHandoff
      ? []
      : [
          {
            rule: 'no-handoff' as const,
            topic: agent.name,
            place,
            what: 'no topic calls the bridge, so no customer comes to an agent by it',
          },
        ]),
    ...(agent.isGenerative
      ? [{ rule: 'generative-orchestration' as const, topic: agent.name, place, what: generativeNote }]
      : []),
    ...unreadable.map(({ place: where, what }) => ({
      rule: 'unreadable-file' as const,
      topic: agent.name,
      place: where,
      what: `${what}: the file is left out`,
    })),
  ];
}
