import { expect, it } from 'vitest';
import { aboutSolution } from '../../../simulators/solution/about/about-solution.ts';
import { lintSolution } from '../../../simulators/solution/lint/lint-solution.ts';
import { readSolution } from '../../../simulators/solution/read/read-solution.ts';
import { zipOf } from './agent-zip.ts';

/** As many as Copilot Studio allows. */
const topics = 1_000;
const phrases = 20;
/** Milliseconds of the processor, which other programs on the machine do not change. */
const mostMs = 6_000;

const things = 'order invoice parcel refund address printer laptop account password delivery'.split(' ');

function topic(number: number): string {
  const queries = Array.from(
    { length: phrases },
    (_, at) => `      - ${things[at % 10]} of ${things[(number + at) % 10]} ${number * phrases + at}`,
  );
  return `kind: AdaptiveDialog
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent:
    triggerQueries:
${queries.join('\n')}
  actions:
    - kind: InvokeSkillAction
      id: call
      skillId: cr1_large.skill.None
      actionId: sendMessage
    - kind: BeginDialog
      id: next
      dialog: cr1_large.topic.T${(number + 1) % topics}
`;
}

it('1,000 topics with 20 phrases each are linted in seconds', () => {
  const parts = Array.from({ length: topics }, (_, number) => {
    const name = `cr1_large.topic.T${number}`;
    return [
      [
        `botcomponents/${name}/botcomponent.xml`,
        `<botcomponent schemaname="${name}"><componenttype>9</componenttype></botcomponent>`,
      ],
      [`botcomponents/${name}/data`, topic(number)],
    ] as const;
  });
  const zip = zipOf({
    'solution.xml':
      '<ImportExportXml><SolutionManifest><UniqueName>Large</UniqueName></SolutionManifest></ImportExportXml>',
    'bots/cr1_large/bot.xml': '<bot schemaname="cr1_large"><name>Large</name></bot>',
    ...Object.fromEntries(parts.flat()),
  });
  const before = process.cpuUsage();
  const solution = readSolution(zip);
  const findings = lintSolution(solution);
  const about = aboutSolution(solution);
  const { user, system } = process.cpuUsage(before);
  expect(solution.topics).toHaveLength(topics);
  expect(findings.filter(({ rule }) => rule === 'unknown-skill-action')).toHaveLength(topics);
  expect(about).toContain('Handoff: "cr1_large.topic.T0"');
  expect((user + system) / 1_000).toBeLessThan(mostMs);
}, 120_000);
