import { lifelineNames, type Mark, type Step } from './step.ts';

/** A step as a sentence, for those who do not see the drawing. */
export function stepText(step: Step): string {
  const { from, to, label } = step;
  const outcome = outcomeText(step);
  const notes = [outcome, ...notesOf(step)].filter((note) => note !== '').join(', ');
  return `${lifelineNames[from]} to ${lifelineNames[to]}: ${label}${notes === '' ? '' : ` (${notes})`}`;
}

export const markText = ({ on, label }: Mark): string => `${lifelineNames[on]}: ${label}`;

/** How it ended. Empty for steps without an answer. */
export function outcomeText({ outcome, status, wire }: Step): string {
  switch (outcome) {
    case 'seen':
      return '';
    case 'under-way':
      return 'no answer yet';
    case 'delivered':
      return String(status ?? 'delivered');
    case 'refused':
      return `refused${status === undefined ? '' : ` ${status}`}`;
    case 'unknown':
      if (status !== undefined) return `${status}, outcome unknown`;
      return wire?.answer ? `answer ${wire.answer.status} lost` : 'no answer, outcome unknown';
  }
}

/** What else is to be known of it. */
export function notesOf({ repeat, attempt = 2, fault }: Step): readonly string[] {
  return [
    ...(repeat === 'retry' ? [`attempt ${attempt}`] : []),
    ...(repeat === 'duplicate' ? ['duplicate'] : []),
    ...(fault === undefined ? [] : [`fault: ${fault}`]),
  ];
}

/** How long it was, in the unit that fits: `850 ms`, `12 s`, `20 min`, `3 h`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
