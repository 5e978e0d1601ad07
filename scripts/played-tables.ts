import { readdirSync, readFileSync } from 'node:fs';
import { columnFunctionNames } from '../simulators/solution/power-fx/column-functions.ts';
import { enumerations } from '../simulators/solution/power-fx/enumerations.ts';
import { functions } from '../simulators/solution/power-fx/functions.ts';
import { lazyNames } from '../simulators/solution/power-fx/lazy-functions.ts';
import { rowFunctionNames } from '../simulators/solution/power-fx/row-functions.ts';
import { playedActions } from '../simulators/solution/read/actions/played-actions.ts';
import { prebuilt } from '../simulators/solution/read/actions/read-entity.ts';
import { outsideKinds } from '../simulators/solution/read/actions/read-outside.ts';
import { triggers } from '../simulators/solution/solution.ts';

export const playedFile = new URL('../docs/solution.md', import.meta.url);

const tests = '../test/simulators/solution/';
const root = new URL(tests, import.meta.url);
/** docs/solution.md with the tables of what is played, as the player declares it and its tests try it. */
export function pageOfPlayed(): string {
  const tables = {
    actions: actionTable(),
    triggers: triggerTable(),
    entities: entityTable(),
    functions: functionTable(),
  };
  return Object.entries(tables).reduce(
    (page, [name, table]) =>
      page.replace(
        new RegExp(`(<!-- played ${name} -->\n).*?(<!-- /played ${name} -->)`, 's'),
        (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
      ),
    readFileSync(playedFile, 'utf8'),
  );
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.toSpliced(1, 0, `|${'---|'.repeat(head.length)}`).join('\n');
}

function actionTable(): string {
  const played = Object.entries(playedActions).map(([kind, { means }]) => [kind, means]);
  const outside = outsideKinds.map((kind) => [kind, 'a story says what comes back']);
  const rows = [...played, ...outside].map(([kind = '', means = '']) => [
    `\`${kind}\``,
    means,
    testOf(new RegExp(`kind: ${kind}\\b`)),
  ]);
  return tableOf(['action', 'what is played', 'tried in'], rows);
}

/** The arguments that a function takes; how many of the others depends on what they are. */
function functionTable(): string {
  const others = [...lazyNames, ...rowFunctionNames, ...columnFunctionNames];
  const names = [...new Set([...functions.keys(), ...others])].sort();
  const rows = names.map((name) => [
    `\`${name}\``,
    argumentsOf(name),
    testOf(new RegExp(`\\b${name}\\(`), /cases|power-fx/),
  ]);
  return tableOf(['function', 'arguments', 'tried in'], rows);
}

function argumentsOf(name: string): string {
  const known = functions.get(name);
  if (!known || rowFunctionNames.includes(name)) return '';
  const { fewest, most } = known;
  const atMost = most > 9 ? ' or more' : `–${most}`;
  return fewest === most ? String(fewest) : `${fewest}${atMost}`;
}

function entityTable(): string {
  const kinds = Map.groupBy(Object.entries(prebuilt), ([, kind]) => kind);
  const rows = [...kinds].map(([kind, names]) => [
    kind,
    names.map(([name]) => `\`${name.replace('PrebuiltEntity', '')}\``).join(', '),
  ]);
  return tableOf(['taken as', 'prebuilt entities'], rows);
}

function triggerTable(): string {
  const rows = triggers.map((trigger) => [`\`${trigger}\``, testOf(new RegExp(`\\b${trigger}\\b`))]);
  return tableOf(['trigger', 'tried in'], rows);
}

export const playedEnumerations: readonly string[] = Object.keys(enumerations);

const sources: readonly (readonly [string, string])[] = filesUnder('small-agents/cases/')
  .concat(filesUnder(''), filesUnder('power-fx/'), filesUnder('recognition/'))
  .map((path) => [path, readFileSync(new URL(path, root), 'utf8')]);

function filesUnder(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${folder}${name}`)
    .sort();
}

/** The first test that plays it, small agents first; empty when there is none. */
function testOf(pattern: RegExp, among = /./): string {
  const [path] = sources.find(([file, text]) => among.test(file) && pattern.test(text)) ?? [];
  if (path === undefined) return '';
  const name = path
    .split('/')
    .at(-1)
    ?.replace(/\.(test\.ts|yaml)$/, '');
  return `[${name}](${tests}${path})`;
}
