import { oneLine, shortened } from '../../../domain/plain-text.ts';
import { jsonIn } from '../json-fields.ts';

const maxFields = 20;
const nameLength = 64;
const valueLength = 200;
const maxLength = 2_000;

/**
 * What a card's button sent, in short: `name: value` for each field. Absent when the value has only inputs that a copilot passes
 * along. What Teams itself needs of a card (`msteams`) says nothing to an agent.
 */
export function submittedValues(value: unknown, isInput: (name: string) => boolean): string | undefined {
  const sent = typeof value === 'string' ? (jsonIn(value) ?? value) : value;
  if (sent === undefined || sent === null || sent === '') return undefined;
  if (typeof sent !== 'object' || Array.isArray(sent)) return shortened(written(sent), maxLength);
  const fields = Object.entries(sent).filter(([name]) => name !== 'msteams' && !isInput(name));
  if (fields.length === 0) return undefined;
  const lines = fields
    .slice(0, maxFields)
    .map(([name, inner]) => `${oneLine(name, nameLength)}: ${written(inner)}`);
  if (fields.length > maxFields) lines.push('…');
  return shortened(lines.join('; '), maxLength);
}

function written(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return oneLine(shortened(text, valueLength), valueLength);
}
