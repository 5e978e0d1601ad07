import { element } from '../../../../web/page/elements.js';
import { stayAtEnd } from '../../../../web/page/stay-at-end.js';
import { briefingOf } from './briefing.js';
import { createEntry } from './entry.js';

/** The briefing and the conversation itself, which follows its end. */
export function createLog(chat, desk) {
  const entries = element('div', {
    class: 'entries',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': 'Messages',
  });
  const scroll = element(
    'div',
    { class: 'log-scroll', tabindex: 0, role: 'region', 'aria-label': 'Conversation so far' },
    ...briefingOf(chat),
    entries,
  );
  const more = element('button', { type: 'button', class: 'more', hidden: true }, 'New messages');
  const end = stayAtEnd(scroll, more);
  const drawn = new Map();

  const add = (entry, before) => {
    const made = createEntry(entry, { before, sendAgain: () => desk.sendAgain(chat.id, entry.id) });
    drawn.set(entry.id, made);
    entries.append(made.root);
  };
  return {
    root: element('div', { class: 'log' }, scroll, more),
    update(next) {
      const live = next.entries.filter((entry) => !entry.earlier);
      const known = drawn.size;
      for (const [index, entry] of live.entries()) {
        if (drawn.has(entry.id)) drawn.get(entry.id).update(entry);
        else add(entry, live[index - 1]);
      }
      end.grown(drawn.size > known);
    },
  };
}
