import { readFileSync } from 'node:fs';
import type { About } from '../src/adapters/settings/setting.ts';
import { allSettings } from '../src/config/owners.ts';

export const settingsFile = new URL('../docs/settings.md', import.meta.url);

const between = /(<!-- settings -->\n).*?(<!-- \/settings -->)/s;

/** docs/settings.md with the table of settings as their owners declare them. */
export function pageWithSettings(): string {
  const rows = [...allSettings].flatMap(([name, { description, ...about }]) =>
    description === undefined ? [] : [rowOf(name, description, about)],
  );
  const table = ['| setting | default | what it is |', '|---|---|---|', ...rows].join('\n');
  return readFileSync(settingsFile, 'utf8').replace(
    between,
    (_, begin, end) => `${begin}\n${table}\n\n${end}`,
  );
}

function rowOf(name: string, description: string, about: About): string {
  const example = about.example === undefined ? '' : `, such as \`${about.example}\``;
  return `| \`${name}\` | ${defaultOf(about)} | ${description}${example}${about.isSecret ? '; a secret' : ''} |`;
}

function defaultOf({ whenAbsent, byDefault, isOptional }: About): string {
  if (whenAbsent !== undefined) return whenAbsent;
  if (byDefault !== undefined) return `\`${byDefault}\``;
  return isOptional ? '' : 'required';
}
