import { isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { verbOf } from '../verbs/verbs.ts';
import { settingsOf, settingsSchema } from './settings.ts';
import type { Step, Story } from './story.ts';
import { unknownVerb } from './unknown-verb.ts';

/** A file that is no story. Each finding names file and line. */
export class NoStory extends Error {
  override readonly name = 'NoStory';
  readonly findings: readonly string[];
  constructor(findings: readonly string[]) {
    super(findings.join('\n'));
    this.findings = findings;
  }
}

const storySchema = z.strictObject({
  story: z.string('the story needs a title under "story"').min(1),
  why: z.string('say in a sentence why the story matters, under "why"').min(1),
  with: settingsSchema.exactOptional(),
  steps: z.array(z.record(z.string(), z.unknown())).min(1, 'a story needs at least one step'),
});

/** Reads one story. Throws {@link NoStory} with everything that is wrong. `file` is for messages only. */
export function readStory(file: string, text: string): Story {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const broken = document.errors.map(({ pos, message }) => `${file}:${lineOf(pos[0])}: ${message}`);
  if (broken.length > 0) throw new NoStory(broken);
  const lineAt = (path: readonly PropertyKey[]): number => lineOf(offsetOf(document.contents, path));
  const parsed = storySchema.safeParse(document.toJS());
  const findings = (parsed.error?.issues ?? []).map(
    ({ path, message }) =>
      `${file}:${lineAt(path)}: ${path.length > 0 ? `${path.join(' › ')}: ` : ''}${message}`,
  );
  if (!parsed.success) throw new NoStory(findings);
  const { story: title, why, with: given = {}, steps } = parsed.data;
  const read = steps.map((step, index) => readStep(step, lineAt(['steps', index])));
  const wrong = read.flatMap((each) => ('finding' in each ? [`${file}:${each.line}: ${each.finding}`] : []));
  if (wrong.length > 0) throw new NoStory(wrong);
  const good = read.filter((each) => 'key' in each);
  return { file, title, why, settings: settingsOf(given), steps: good };
}

interface Wrong {
  readonly line: number;
  readonly finding: string;
}

function readStep(step: Readonly<Record<string, unknown>>, line: number): Step | Wrong {
  const [entry, ...others] = Object.entries(step);
  if (!entry || others.length > 0) {
    const keys = Object.keys(step).join(', ');
    return { line, finding: `a step is one verb with its value; here are ${keys === '' ? 'none' : keys}` };
  }
  const [key, value] = entry;
  const found = verbOf(key);
  if (!found) return { line, finding: unknownVerb(key) };
  const read = found.verb.value.safeParse(value);
  if (read.success) return { line, key, value };
  const what = read.error.issues.map(inOneLine).join('; ');
  return { line, finding: `${key}: ${what}. It is written like this: ${found.verb.example}` };
}

/** Of a union, what is wrong with the member that came nearest: the one that is not of another type altogether. */
function inOneLine(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const members = issue.errors.flatMap((each) => each.slice(0, 1)).map(inOneLine);
    const nearest = members.find((each) => !each.startsWith(otherType));
    return nearest ?? members[0] ?? issue.message;
  }
  return issue.path.length > 0 ? `${issue.path.join(' › ')}: ${issue.message}` : issue.message;
}

const otherType = 'Invalid input: expected';

/** Where the node at the path begins, or the last one on the way to it. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number | undefined {
  let node = root;
  let offset = isNode(root) ? root.range?.[0] : undefined;
  for (const key of path) {
    node = isMap(node) || isSeq(node) ? node.get(key, true) : undefined;
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}
