import { strToU8, zipSync } from 'fflate';
import { type BuildOptions, solutionFiles } from '../../../simulators/solution/builder/build-solution.ts';
import { readSolution } from '../../../simulators/solution/read/read-solution.ts';
import type { Solution } from '../../../simulators/solution/solution.ts';

export const agent = 'handoff_handoverAgent';
/** The file of a component, such as `topic.Greeting`. */
export const dataOf = (component: string): string => `botcomponents/${agent}.${component}/data`;

type Change = (text: string) => string;

/** Our own agent as a zip, with some components changed, added, or left out. */
export function agentZip(
  changes: Readonly<Record<string, string | Change | undefined>> = {},
  options: BuildOptions = {},
): Uint8Array {
  const files = new Map(solutionFiles(options));
  for (const [component, change] of Object.entries(changes)) {
    const xml = `botcomponents/${agent}.${component}/botcomponent.xml`;
    const data = dataOf(component);
    if (change === undefined) {
      files.delete(xml);
      files.delete(data);
      continue;
    }
    files.set(data, typeof change === 'string' ? change : changed(files.get(data), change, component));
    if (!files.has(xml)) files.set(xml, componentXml(component));
  }
  return zipOf(Object.fromEntries(files));
}

export const agentWith = (...given: Parameters<typeof agentZip>): Solution =>
  readSolution(agentZip(...given));

export const zipOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));

/** A change that finds nothing to change would test nothing. */
function changed(text: string | undefined, change: Change, component: string): string {
  const result = change(text ?? '');
  if (text === undefined || result === text) throw new Error(`nothing to change in ${component}`);
  return result;
}

function componentXml(component: string): string {
  const name = component.split('.').at(-1);
  return `<botcomponent schemaname="${agent}.${component}"><componenttype>9</componenttype><name>${name}</name><parentbotid><schemaname>${agent}</schemaname></parentbotid><statecode>0</statecode></botcomponent>`;
}

/** A topic that begins by a phrase; the actions are indented as a list in YAML. */
export function topicOf(phrase: string, actions: string, head = ''): string {
  return `kind: AdaptiveDialog
${head}beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent:
    triggerQueries:
      - ${phrase}
  actions:
${indented(actions)}
`;
}

/** A topic of the system, such as OnUnknownIntent. */
export function systemTopicOf(trigger: string, actions: string): string {
  return `kind: AdaptiveDialog\nbeginDialog:\n  kind: ${trigger}\n  id: main\n  actions:\n${indented(actions)}\n`;
}

const indented = (actions: string): string =>
  actions
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
