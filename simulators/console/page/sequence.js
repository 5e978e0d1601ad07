import { byId } from './elements.js';
import { markRow, stepRow } from './step-row.js';

const nearTheEndPx = 60;
const keys = { ArrowDown: 1, ArrowUp: -1 };

/** The live sequence. Rows stay in the order of time, and the view follows the newest unless somebody scrolled back. */
export function createSequence() {
  const list = byId('steps');
  const flow = byId('flow');
  const newest = byId('newest');
  const rows = new Map();
  let isAtEnd = true;

  const toEnd = () => {
    flow.scrollTop = flow.scrollHeight;
    newest.hidden = true;
  };
  const put = (item, row) => {
    const known = rows.get(item.id);
    rows.set(item.id, row);
    if (known) {
      const isOpen = known.querySelector('details')?.open ?? false;
      const hadFocus = known.contains(document.activeElement);
      known.replaceWith(row);
      if (isOpen) row.querySelector('details').open = true;
      if (hadFocus) row.querySelector('summary')?.focus();
      return;
    }
    const before = [...list.children].findLast((each) => Number(each.dataset.at) <= item.at);
    if (before) before.after(row);
    else list.prepend(row);
  };
  const summaries = () => [...list.querySelectorAll('summary')];

  flow.addEventListener('scroll', () => {
    isAtEnd = flow.scrollHeight - flow.scrollTop - flow.clientHeight < nearTheEndPx;
    if (isAtEnd) newest.hidden = true;
  });
  new ResizeObserver(() => isAtEnd && toEnd()).observe(flow);
  newest.addEventListener('click', toEnd);
  walkWithKeys(list, summaries);

  return {
    clear() {
      rows.clear();
      list.replaceChildren();
      isAtEnd = true;
      byId('steps-empty').hidden = false;
    },
    add({ steps = [], marks = [] }) {
      for (const mark of marks) put(mark, markRow(mark));
      for (const step of steps) put(step, stepRow(step));
      const all = summaries();
      if (all.length > 0 && !all.some((each) => each.tabIndex === 0)) all.at(-1).tabIndex = 0;
      byId('steps-empty').hidden = all.length > 0;
      if (isAtEnd) toEnd();
      else newest.hidden = false;
    },
  };
}

/** One stop for the Tab key, however long the list is; the arrow keys go through it. */
function walkWithKeys(list, summaries) {
  list.addEventListener('keydown', (event) => {
    const all = summaries();
    const at = all.indexOf(document.activeElement);
    const next = { Home: all[0], End: all.at(-1) }[event.key] ?? all[at + (keys[event.key] ?? 0)];
    if (at === -1 || next === undefined || next === all[at]) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener('focusin', ({ target }) => {
    if (target.localName !== 'summary') return;
    for (const each of summaries()) each.tabIndex = each === target ? 0 : -1;
  });
}
