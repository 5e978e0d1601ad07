import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { printableLine } from '../../../src/domain/printable.ts';
import { handoffTopics } from '../../solution/about/handoff.ts';
import { stopsIn } from '../../solution/about/stops.ts';
import { actionsOf, phrasesOf, type Solution, type Topic } from '../../solution/solution.ts';
import { schemaLine } from '../language/schema-line.ts';
import type { Output } from './output.ts';

/** One story for each topic that begins by words and speaks first, one there and back; to keep and to edit. */
interface FirstStory {
  readonly file: string;
  readonly story: string;
  readonly why: string;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

const folder = 'data/stories';

/** Writes first stories of an agent where there are none of it yet. Resolves with their folder. */
export async function firstStories(solution: Solution, output: Output): Promise<string> {
  const own = join(folder, solution.agent.schemaName.replaceAll(/[^\w.-]/g, '_'));
  await mkdir(own, { recursive: true });
  for (const { file, ...story } of storiesOf(solution)) {
    const path = join(own, `${file}.yaml`);
    const text = `${schemaLine(path)}# Made of the agent's topics: edit it, and it stays as you wrote it.\n${stringify(story)}`;
    await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
      const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
      if (!isThere) throw cause;
    });
  }
  output.write(printableLine(`First stories of this agent, to keep and to edit: ${own}`));
  output.write('\n\n');
  return own;
}

function storiesOf(solution: Solution): readonly FirstStory[] {
  const stopped = new Set(stopsIn(solution).map(({ topic }) => topic));
  const playable = solution.topics.filter((topic) => topic.isActive && !stopped.has(topic));
  return [...thereAndBack(solution), ...playable.flatMap((topic) => greetingOf(topic))];
}

/** The customer says a phrase, and the topic's first words come. */
function greetingOf(topic: Topic): readonly FirstStory[] {
  const [phrase] = phrasesOf(topic);
  const first = topic.begin.kind === 'known' ? topic.begin.actions[0] : undefined;
  const text = first && wordsOf(first);
  if (!phrase || text === undefined) return [];
  return [
    {
      file: fileOf(topic),
      story: `${topic.name} begins by its words`,
      why: 'A customer who says this gets an answer.',
      steps: [{ 'customer says': phrase.text }, { 'copilot says': text }],
    },
  ];
}

type First = Extract<Topic['begin'], { readonly kind: 'known' }>['actions'][number];

/** What stands there as it is, without expressions. */
function wordsOf(action: First): string | undefined {
  if (action.kind !== 'SendActivity' && action.kind !== 'Question') return undefined;
  const { text } = action.kind === 'SendActivity' ? action.message : action.prompt;
  return text && !text.source.includes('{') ? text.source : undefined;
}

/** To an agent by the topic that asks for one, and back by the one that may interrupt it. */
function thereAndBack(solution: Solution): readonly FirstStory[] {
  const found = handoffTopics(solution);
  const [to] = found
    .filter(({ topic }) => phrasesOf(topic).length > 0)
    .sort((one, other) => other.calls.length - one.calls.length);
  const back = found.find(({ topic }) => topic !== to?.topic && phrasesOf(topic).length > 0);
  const [asks] = to ? phrasesOf(to.topic) : [];
  if (!to || !asks) return [];
  const actions = actionsOf(to.topic);
  const call = actions.findIndex(({ kind }) => kind === 'InvokeSkillAction');
  const questions = actions.slice(0, call).filter(({ kind }) => kind === 'Question');
  const [leaves] = back ? phrasesOf(back.topic) : [];
  return [
    {
      file: 'there-and-back',
      story: 'A customer gets a person and comes back',
      why: 'This is what the bridge is for.',
      steps: [
        { 'customer says': asks.text },
        ...questions.map(() => ({ 'customer says': 'My printer does not print' })),
        { 'agent joins': 'Dana' },
        { 'agent says': 'Hello, I am here' },
        { 'customer sees': { contains: 'Hello, I am here' } },
        { 'customer says': 'It has blinked since this morning' },
        { 'agent sees': 'It has blinked since this morning' },
        ...(leaves
          ? [{ 'customer says': leaves.text }, { 'session ends': 'customer' }]
          : [{ 'agent ends': null }, { 'session ends': 'agent' }]),
      ],
    },
  ];
}

const fileOf = ({ schemaName }: Topic): string =>
  (schemaName.split('.').at(-1) ?? schemaName).replaceAll(/[^\w-]/g, '_').toLowerCase();
