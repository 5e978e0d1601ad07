import { type About, type Setting, setting } from './setting.ts';

type Described = Omit<About, 'expected' | 'byDefault' | 'isOptional'>;

/** One of the values. The first is the default. */
export function choiceSetting<Value extends string>(
  about: Described,
  values: readonly [Value, ...Value[]],
): Setting<Value> {
  const expected = `one of ${values.join(', ')}`;
  return setting({ ...about, expected, byDefault: values[0] }, (text) =>
    values.find((each) => each === text),
  );
}

/** `false` by default. */
export function flagSetting(about: Described): Setting<boolean> {
  const values = new Map([
    ['false', false],
    ['true', true],
  ]);
  const expected = `one of ${[...values.keys()].join(', ')}`;
  return setting({ ...about, expected, byDefault: 'false' }, (text) => values.get(text));
}
