import { element } from './elements.js';
import { createEntry } from './entry.js';
import { timeText } from './times.js';

const NEAR_THE_END_PX = 80;

/** The problem, what the customer and the copilot said before, and the conversation itself, which follows its end. */
export function createLog(chat, desk) {
  const entries = element('div', {
    class: 'entries',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': 'Messages',
  });
  const scroll = element('div', {
    class: 'log-scroll',
    tabIndex: 0,
    role: 'region',
    'aria-label': 'Conversation so far',
  });
  scroll.append(
    ...[problemOf(chat), contextOf(chat), earlierOf(chat)].filter((part) => part !== undefined),
    entries,
  );
  const more = element(
    'button',
    { type: 'button', class: 'more', hidden: true, onclick: () => toEnd() },
    'New messages',
  );
  const drawn = new Map();
  let isAtEnd = true;

  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
    more.hidden = true;
  };
  scroll.addEventListener('scroll', () => {
    isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_THE_END_PX;
    if (isAtEnd) more.hidden = true;
  });
  new ResizeObserver(() => isAtEnd && toEnd()).observe(scroll);

  return {
    root: element('div', { class: 'log' }, scroll, more),
    update(next) {
      const live = next.entries.filter((entry) => !entry.earlier);
      let isNew = false;
      for (const [index, entry] of live.entries()) {
        const known = drawn.get(entry.id);
        if (known !== undefined) {
          known.update(entry);
          continue;
        }
        const made = createEntry(entry, {
          before: live[index - 1],
          sendAgain: () => desk.sendAgain(chat.id, entry.id),
        });
        drawn.set(entry.id, made);
        entries.append(made.root);
        isNew = true;
      }
      if (isAtEnd) toEnd();
      else if (isNew) more.hidden = false;
    },
  };
}

function problemOf({ problem, openedAt }) {
  if (problem === undefined) return undefined;
  return element(
    'section',
    { class: 'problem', 'aria-label': 'Problem' },
    element('h3', {}, 'Problem'),
    element('p', {}, problem),
    element('time', { dateTime: openedAt }, `Asked for a person at ${timeText(openedAt)}`),
  );
}

function contextOf({ context }) {
  const pairs = Object.entries(context ?? {});
  if (pairs.length === 0) return undefined;
  const list = element('dl', {});
  for (const [name, value] of pairs) {
    list.append(
      element('dt', {}, name),
      element('dd', {}, typeof value === 'string' ? value : JSON.stringify(value)),
    );
  }
  return element('details', { class: 'fold' }, element('summary', {}, 'What the copilot knows'), list);
}

function earlierOf({ entries, openedAt }) {
  const earlier = entries.filter((entry) => entry.earlier);
  if (earlier.length === 0) return undefined;
  const count = earlier.length === 1 ? '1 message' : `${earlier.length} messages`;
  const lines = earlier.map(
    (entry, index) =>
      createEntry(entry, { before: earlier[index - 1], isUntimed: entry.at === openedAt }).root,
  );
  return element(
    'details',
    { class: 'fold' },
    element('summary', {}, `Earlier with the copilot, ${count}`),
    element('div', { class: 'entries' }, ...lines),
  );
}
