import { type About, type Setting, setting } from './setting.ts';

interface Range extends Omit<About, 'expected' | 'byDefault' | 'isOptional'> {
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
  readonly isWhole?: true;
}

export function numberSetting({ min, max, isWhole, byDefault, ...about }: Range): Setting<number> {
  const expected = `a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}`;
  return setting({ ...about, expected, byDefault: String(byDefault) }, (text) => {
    const value = Number(text);
    return value >= min && value <= max && (!isWhole || Number.isInteger(value)) ? value : undefined;
  });
}
