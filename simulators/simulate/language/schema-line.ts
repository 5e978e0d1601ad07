import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const schema = fileURLToPath(new URL('../../scenarios/story.schema.json', import.meta.url));

/** The comment by which an editor finds the schema for a story in this file. Ends with a line break. */
export function schemaLine(file: string): string {
  const path = relative(dirname(resolve(file)), schema)
    .split(sep)
    .join('/');
  return `# yaml-language-server: $schema=${path}\n`;
}
