import { masking } from '../sequence/mask.ts';
import type { Event } from './event.ts';
import type { Finding } from './finding.ts';

/** A text may be anything, a callback with its right as well. */
const mask = masking([]);

const promises: Readonly<Record<Finding['invariant'], string>> = {
  I1: 'accepted means kept',
  I2: 'no silent duplicate',
  I3: 'in order',
  I4: 'no crossing',
  I5: 'one open session per conversation',
  I6: 'nothing after the end',
  I7: 'nothing invented, nothing altered',
  I8: 'everything drains',
  I9: 'only parties decide',
  I10: 'trouble stays alone',
};

const longestText = 60;

/** Findings in words, the shortest of each invariant; the others are counted. */
export function printed(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Every promise was kept.\n';
  const byInvariant = Map.groupBy(findings, ({ invariant }) => invariant);
  return [...byInvariant]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([invariant, all]) => {
      const [shortest] = all.toSorted((a, b) => a.events.length - b.events.length);
      const others = all.length > 1 ? ` (and ${all.length - 1} more)` : '';
      const head = `${invariant}, ${promises[invariant]}: ${shortest?.what}${others}`;
      return `${[head, ...(shortest?.events ?? []).map((event) => `    ${eventText(event)}`)].join('\n')}\n`;
    })
    .join('');
}

/** One event as a line for people. */
function eventText(event: Event): string {
  const time = new Date(event.at).toISOString().slice(11, 23);
  const { type, party, at: _, ...rest } = event;
  const details = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && name !== 'index')
    .map(([name, value]) => `${name} ${shortened(mask(String(value)))}`);
  return `${time} ${party}: ${type}${details.length > 0 ? `, ${details.join(', ')}` : ''}`;
}

const shortened = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;
