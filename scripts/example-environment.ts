import type { About } from '../src/adapters/settings/setting.ts';
import { BadConfiguration, readConfig } from '../src/config/config.ts';
import { allSettings } from '../src/config/owners.ts';

export const exampleFile = new URL('../.env.example', import.meta.url);

const head = [
  'Settings of the bridge: copy this file to .env. What a first start needs stands first, to be filled in. Every other setting ' +
    'follows behind a #, with its default or an example. docs/settings.md has the same as a table.',
  '',
  'The first start is with a live chat that speaks the reference contract. For another one set LIVECHAT_KIND, and what its page ' +
    'in docs/live-chats names in place of the last ones. A secret for its callbacks comes from',
  `  node -p "'whsec_' + crypto.randomBytes(32).toString('base64')"`,
].join('\n');

/** The text of .env.example, as the owners of the settings declare them. */
export function exampleEnvironment(): string {
  const needed = neededAtFirst();
  const described = [...allSettings].filter(([, { description }]) => description !== undefined);
  const isNeeded = ([name]: readonly [string, About]) => needed.has(name);
  const first = described
    .filter(isNeeded)
    .map(([name, about]) => `${commentOf(about)}\n${name}=${shown(about)}`);
  const others = described
    .filter((each) => !isNeeded(each))
    .map(([name, about]) => `${commentOf(about)}\n# ${name}=${about.byDefault ?? shown(about)}`);
  return `${[...comment(head), '', first.join('\n\n'), '', ...comment('All the others.'), '', others.join('\n\n')].join('\n')}\n`;
}

/** What is named when nothing is set. */
function neededAtFirst(): ReadonlySet<string> {
  try {
    readConfig({});
    return new Set();
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error;
    return new Set(error.findings.map((finding) => finding.split(' ')[0] ?? ''));
  }
}

/** An address is a form to fill in; a secret or an id has none. */
const shown = ({ example = '', isSecret }: About): string => (isSecret ? '' : example);

const commentOf = ({ description = '', isSecret, whenAbsent }: About): string => {
  const isRequired = whenAbsent?.includes('required') ?? false;
  const absent = whenAbsent === undefined ? '' : `; ${isRequired ? '' : 'without it: '}${whenAbsent}`;
  return comment(plain(`${description}${absent}${isSecret ? '; a secret' : ''}`)).join('\n');
};

/** Without the marks of Markdown. */
const plain = (text: string): string => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/[`*]/g, '');

const width = 118;

/** Lines of a comment, broken between words. */
function comment(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let current = '#';
    for (const word of line.split(/(?<=\S) /)) {
      if (current.length + word.length > width && current !== '#') {
        lines.push(current);
        current = '#';
      }
      current += word === '' ? '' : ` ${word}`;
    }
    return [...lines, current];
  });
}
