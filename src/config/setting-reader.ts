/** Reads named settings and collects what is wrong with them, so that all of it can be said at once. */
export interface SettingReader {
  readonly findings: string[];
  /** The trimmed value; absent when it is not set or empty. */
  optional(name: string): string | undefined;
  /** The value, or `''` and a finding. */
  required(name: string, expected: string): string;
  /** The value if it passes, the default if it is not set, `''` and a finding otherwise. */
  checked(name: string, check: Check): string;
  number(name: string, range: Range): number;
  oneOf<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value;
  list(name: string, byDefault: readonly string[]): readonly string[];
}

export interface Check {
  readonly expected: string;
  readonly isGood: (value: string) => boolean;
  readonly byDefault?: string;
}

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
  readonly isWhole?: boolean;
}

export function settingReader(environment: Readonly<Record<string, string | undefined>>): SettingReader {
  const findings: string[] = [];
  const optional = (name: string): string | undefined => environment[name]?.trim() || undefined;
  return {
    findings,
    optional,
    required(name, expected) {
      const value = optional(name);
      if (value === undefined) findings.push(`${name} is missing; expected ${expected}.`);
      return value ?? '';
    },
    checked(name, { expected, isGood, byDefault }) {
      const value = optional(name) ?? byDefault;
      if (value !== undefined && isGood(value)) return value;
      findings.push(`${name} is ${value === undefined ? 'missing' : 'not usable'}; expected ${expected}.`);
      return '';
    },
    number(name, { min, max, byDefault, isWhole = false }) {
      const text = optional(name);
      const value = text === undefined ? byDefault : Number(text);
      if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
      findings.push(
        `${name} is not usable; expected a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}.`,
      );
      return byDefault;
    },
    oneOf(name, values) {
      const value = optional(name) ?? values[0];
      const known = values.find((each) => each === value);
      if (known === undefined) findings.push(`${name} is not usable; expected one of ${values.join(', ')}.`);
      return known ?? values[0];
    },
    list(name, byDefault) {
      const value = optional(name);
      if (value === undefined) return byDefault;
      return value
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    },
  };
}
