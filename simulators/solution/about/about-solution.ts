import { clashingPhrases } from '../lint/clashing-phrases.ts';
import type { Place } from '../problem.ts';
import type { Solution } from '../solution.ts';
import { handoffTopics } from './handoff.ts';
import { stopsIn } from './stops.ts';

export const generativeNote =
  'is orchestrated generatively: real Copilot Studio chooses its topics by their descriptions; here phrases decide';

const at = ({ file, line }: Place): string => `${file}:${line}`;

/** What can be known of an agent before it is played, in lines for a terminal. */
export function aboutSolution(solution: Solution): string {
  const { agent, topics, unreadable } = solution;
  const stops = stopsIn(solution);
  const whole = topics.filter((topic) => topic.isActive && !stops.some((stop) => stop.topic === topic));
  const off = topics.filter(({ isActive }) => !isActive);
  const lines = [
    `${agent.name} (${agent.schemaName}, ${agent.language}), ${topics.length} topics`,
    ...(agent.isGenerative ? [`  It ${generativeNote}.`] : []),
    ...handoffLines(solution),
    ...translationLines(solution),
    `  Plays through: ${named(whole.map(({ name }) => name))}`,
    ...(off.length > 0 ? [`  Switched off: ${named(off.map(({ name }) => name))}`] : []),
    ...stops.map(
      ({ topic, action, place, why }) =>
        `  Stops: "${topic.name}"${action === undefined ? '' : `, ${action}`}, ${at(place)}: ${why}`,
    ),
    ...clashingPhrases(solution).map(
      ({ topic, place, what }) => `  Clashes: ${topic}, ${at(place)}: ${what}`,
    ),
    ...unreadable.map(({ message }) => `  Cannot be read: ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}

function handoffLines(solution: Solution): readonly string[] {
  const found = handoffTopics(solution);
  if (found.length === 0 && solution.connectedAgents.length === 0)
    return ['  Has no handoff to the bridge: no topic calls a skill.'];
  return [
    ...found.map(
      ({ topic, skill, calls }) => `  Handoff: "${topic.name}" calls ${skill}: ${calls.join(', ')}`,
    ),
    ...solution.connectedAgents.map(({ name }) => `  Handoff: the connected agent "${name}"`),
  ];
}

/** What is said in other languages is left out, and by which file. */
function translationLines({ translations, agent }: Solution): readonly string[] {
  if (translations.length === 0) return [];
  const tags = translations.flatMap((file) => file.match(/[a-z]{2}-[A-Z]{2}/) ?? []);
  const languages = tags.length === 0 ? 'other languages' : [...new Set(tags)].sort().join(', ');
  return [`  Translations into ${languages} are left out: here it speaks ${agent.language}.`];
}

const named = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
