import type { Names } from './names.ts';
import type { RecordValue } from './value.ts';

interface RowScope {
  readonly alias: string | undefined;
  readonly fields: ReadonlySet<string>;
}

/** Fields of a row are names by themselves, unless the row has a name of its own. */
export function withRow(names: Names, row: RecordValue, { alias, fields }: RowScope): Names {
  return {
    ...names,
    scope: (name) => {
      if (name === (alias ?? 'ThisRecord')) return { kind: 'value', value: row };
      if (alias === undefined && fields.has(name)) return { kind: 'value', value: row[name] ?? null };
      return names.scope(name);
    },
  };
}
