import { element } from '../../../../web/page/elements.js';
import { timeText } from '../times.js';
import { createEntry } from './entry.js';

/** What the agent should know first: the problem, what the copilot knows, and what was said to it. */
export const briefingOf = (chat) =>
  [problemOf(chat), contextOf(chat), earlierOf(chat)].filter((part) => part !== undefined);

function problemOf({ problem, openedAt }) {
  if (problem === undefined) return undefined;
  return element(
    'section',
    { class: 'problem', 'aria-label': 'Problem' },
    element('h3', {}, 'Problem'),
    element('p', {}, problem),
    element('time', { datetime: openedAt }, `Asked for a person at ${timeText(openedAt)}`),
  );
}

function contextOf({ context }) {
  const pairs = Object.entries(context ?? {});
  if (pairs.length === 0) return undefined;
  const rows = pairs.flatMap(([name, value]) => [
    element('dt', {}, name),
    element('dd', {}, typeof value === 'string' ? value : JSON.stringify(value)),
  ]);
  return fold('What the copilot knows', element('dl', {}, ...rows));
}

function earlierOf({ entries, openedAt }) {
  const earlier = entries.filter((entry) => entry.earlier);
  if (earlier.length === 0) return undefined;
  const count = earlier.length === 1 ? '1 message' : `${earlier.length} messages`;
  const lines = earlier.map(
    (entry, index) =>
      createEntry(entry, { before: earlier[index - 1], isUntimed: entry.at === openedAt }).root,
  );
  return fold(`Earlier with the copilot, ${count}`, element('div', { class: 'entries' }, ...lines));
}

const fold = (title, content) =>
  element('details', { class: 'fold' }, element('summary', {}, title), content);
