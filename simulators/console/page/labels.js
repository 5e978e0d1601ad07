/** In the unit that fits: `850 ms`, `12 s`, `20 min`, `3 h`. */
export function durationText(ms) {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 90_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toLocaleString('en', { maximumFractionDigits: 1 })} h`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const timeText = (at) => clock.format(new Date(at));

const lifelines = {
  teams: 'Teams',
  'copilot-studio': 'Copilot Studio',
  bridge: 'Bridge',
  'live-chat': 'Live chat',
};

export const lifelineText = (lifeline) => lifelines[lifeline] ?? lifeline;

const outcomes = {
  'under-way': () => 'no answer yet',
  delivered: ({ status }) => String(status ?? 'delivered'),
  refused: ({ status }) => `refused ${status ?? ''}`.trim(),
  unknown: ({ status, wire }) => {
    if (status !== undefined) return `${status}, outcome unknown`;
    return wire.answer ? `answer ${wire.answer.status} lost` : 'no answer, outcome unknown';
  },
  seen: () => '',
};

const repeats = { retry: ({ attempt }) => `attempt ${attempt}`, duplicate: () => 'duplicate' };

/** What stands below an arrow: how it ended, and what was special about it. */
export function noteText(step) {
  const took = step.endedAt === undefined ? 0 : step.endedAt - step.at;
  return [
    outcomes[step.outcome](step),
    took >= 1_000 ? durationText(took) : '',
    repeats[step.repeat]?.(step) ?? '',
    step.fault === undefined ? '' : `fault: ${step.fault}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
