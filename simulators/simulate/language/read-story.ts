import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { verbOf } from '../verbs/verbs.ts';
import { nearest } from './did-you-mean.ts';
import { explained } from './explain-value.ts';
import { unknownVerb, withoutColon } from './explain-verb.ts';
import { unreadableIn } from './explain-yaml.ts';
import { NoStory, type StoryMistake } from './no-story.ts';
import { settingsOf, settingsSchema } from './settings.ts';
import type { Step, Story } from './story.ts';
import { strict } from './strict.ts';

const tag = z.string().regex(/^[\w-]+$/, 'is no tag: it has to be one word');

const storySchema = strict({
  story: z.string('say what happens, under "story"').min(1),
  why: z.string('say in a sentence why the story matters, under "why"').min(1),
  tags: z.array(tag, 'has to be a list of words, such as [smoke, billing]').exactOptional(),
  with: settingsSchema.exactOptional(),
  steps: z
    .array(z.unknown(), 'what happens is missing, under "steps"')
    .min(1, 'a story has at least one step'),
});

type Raw = Readonly<Record<string, unknown>>;

/** Where something stands in a file. */
interface Places {
  readonly file: string;
  readonly lineOf: (offset: number) => number;
  /** Of the node at a path, or the last one on the way to it. */
  readonly lineAt: (path: readonly PropertyKey[]) => number;
}

/** Reads one story. Throws {@link NoStory} with everything that is wrong. `file` is for messages only. */
export function readStory(file: string, text: string): Story {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const lineAt = (path: readonly PropertyKey[]): number => lineOf(offsetOf(document.contents, path));
  const places = { file, lineOf, lineAt };
  const broken = unreadableIn(document);
  if (broken.length > 0)
    throw new NoStory(inOrder([...toldOf(broken, places), ...otherVerbs(document, places)]));
  const given: unknown = document.toJS();
  const parsed = storySchema.safeParse(given, { reportInput: true });
  const steps = stepsIn(given).map((step, index) => readStep(step, lineAt(['steps', index])));
  const wrong = [
    ...explained(parsed.error?.issues ?? [])
      .filter(({ path }) => !isMisspelt(path, given))
      .map(({ path, key, text: what }) => ({
        file,
        line: lineAt(key === undefined ? path : [...path, key]),
        text: under(path, what),
      })),
    ...steps.flatMap((each) => ('text' in each ? [{ file, ...each }] : [])),
  ];
  if (!parsed.success || wrong.length > 0) throw new NoStory(inOrder(wrong));
  const { story: title, why, tags = [], with: settings = {} } = parsed.data;
  return {
    file,
    title,
    why,
    tags,
    settings: settingsOf(settings),
    steps: steps.filter((each) => 'key' in each),
  };
}

const inOrder = (mistakes: readonly StoryMistake[]): readonly StoryMistake[] =>
  mistakes.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));

const toldOf = (
  broken: ReturnType<typeof unreadableIn>,
  { file, lineOf }: Places,
): readonly Required<StoryMistake>[] =>
  broken
    .map(({ offset, text }) => ({ file, line: lineOf(offset), text }))
    // One slip is often told in several ways, of which the first one is nearest to it.
    .filter(({ line }, index, all) => all.findIndex((each) => each.line === line) === index);

/** In a file that is not readable as a whole, the verbs of the other lines are judged all the same. */
function otherVerbs(document: Document.Parsed, { file, lineOf }: Places): readonly StoryMistake[] {
  const steps = isMap(document.contents) ? document.contents.get('steps') : undefined;
  if (!isSeq(steps)) return [];
  const taken = new Set(unreadableIn(document).map(({ offset }) => lineOf(offset)));
  return steps.items.flatMap((step) => {
    const line = isNode(step) ? lineOf(step.range?.[0] ?? 0) : 0;
    const key = isMap(step) && step.items.length === 1 ? String(step.items[0]?.key) : undefined;
    if (key === undefined || taken.has(line) || verbOf(key)) return [];
    return [{ file, line, text: unknownVerb(key) }];
  });
}

const stepsIn = (given: unknown): readonly unknown[] => {
  const { steps } = isRaw(given) ? given : {};
  return Array.isArray(steps) ? steps : [];
};

const isRaw = (given: unknown): given is Raw =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** A key that is missing because it is misspelt is told once, as the key that is not known. */
function isMisspelt(path: readonly PropertyKey[], given: unknown): boolean {
  const [key, ...deeper] = path;
  if (!isRaw(given) || typeof key !== 'string' || deeper.length > 0 || key in given) return false;
  const known = Object.keys(storySchema.shape);
  return Object.keys(given).some((each) => !known.includes(each) && nearest(each, known) === key);
}

const under = (path: readonly PropertyKey[], text: string): string =>
  path.length === 0 ? text : `${path.map(String).join(' › ')}: ${text}`;

type Read = Step | Required<Omit<StoryMistake, 'file'>>;

function readStep(step: unknown, line: number): Read {
  if (typeof step === 'string') return { line, text: withoutColon(step) };
  if (!isRaw(step)) return { line, text: 'a step is a verb, a colon and a value' };
  const [entry, ...others] = Object.entries(step);
  if (!entry || others.length > 0) {
    const keys = Object.keys(step).map((key) => `"${key}"`);
    return { line, text: `each step begins with "- " of its own; here one has ${keys.join(' and ')}` };
  }
  const [key, value] = entry;
  const found = verbOf(key);
  if (!found) return { line, text: unknownVerb(key) };
  const read = found.verb.value.safeParse(value, { reportInput: true });
  if (read.success) return { line, key, value };
  const mistakes = explained(read.error.issues).map(({ path, text }) => under(path, text));
  const isAdvised = mistakes.some((text) => /Did you mean|in quotes/.test(text));
  const example = isAdvised ? '' : `. It is written like this: ${found.verb.example}`;
  return { line, text: `${key}: ${mistakes.join('; ')}${example}` };
}

/** Where the node at the path begins, or the last one on the way to it. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = isNode(root) ? root.range?.[0] : undefined;
  for (const key of path) {
    node = isMap(node) || isSeq(node) ? node.get(key, true) : undefined;
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
  }
  return offset ?? 0;
}
