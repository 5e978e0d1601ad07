import { z } from 'zod';

/** What operators read about a setting, in docs/settings.md and when it is wrong. */
export interface About {
  /** What it is, for the table in docs/settings.md. Absent for a name that is understood but not recommended. */
  readonly description?: string;
  /** Completes "expected …" when the setting is missing or not usable. Never the value itself. */
  readonly expected: string;
  /** A value as an operator would write it. */
  readonly example?: string;
  /** Kept out of manifests and images. */
  readonly isSecret?: true;
  /** May be kept in a vault like a secret, although it may as well name a file. */
  readonly isInVault?: true;
  /** As an operator would write it. Without a default a setting is required, unless it is optional. */
  readonly byDefault?: string;
  readonly isOptional?: true;
  /** What docs/settings.md says in place of the default. */
  readonly whenAbsent?: string;
}

type Optional = About & { readonly isOptional: true };

/** The value in a text without white space around it; absent when the text is not usable. */
export type ReadText<Value> = (text: string) => Value | undefined;
export type Setting<Value> = z.ZodType<Value, string | undefined>;

const declared = z.registry<About>();

/**
 * Declares a setting of an owner, whose schema is a `z.object` of settings by their names in the environment. The
 * table, the findings at the start and the known names come from it.
 */
export function setting<Value>(about: Optional, read: ReadText<Value>): Setting<Value | undefined>;
export function setting<Value>(about: About, read: ReadText<Value>): Setting<Value>;
export function setting<Value>(about: About, read: ReadText<Value>): Setting<Value | undefined> {
  const message = `expected ${about.expected}`;
  const given = z.string({ error: message }).transform((input, { issues }): Value => {
    const value = read(input);
    if (value !== undefined) return value;
    issues.push({ code: 'custom', input, message });
    return z.NEVER;
  });
  if (about.byDefault !== undefined) return given.prefault(about.byDefault).register(declared, about);
  return (about.isOptional ? given.optional() : given).register(declared, about);
}

/** The settings that an owner's schema declares, by name. */
export function settingsIn(owner: z.core.$ZodType): ReadonlyMap<string, About> {
  if (owner instanceof z.ZodPipe) return settingsIn(owner.in);
  if (!(owner instanceof z.ZodObject)) return new Map();
  const shape: Readonly<Record<string, z.core.$ZodType>> = owner.shape;
  return new Map(
    Object.entries(shape).flatMap(([name, each]) => {
      const about = declared.get(each);
      return about === undefined ? [] : [[name, about] as const];
    }),
  );
}
