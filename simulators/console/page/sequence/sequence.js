import { byId } from '../../../web/page/elements.js';
import { stayAtEnd } from '../../../web/page/stay-at-end.js';
import { markRow, stepRow } from './step-row.js';
import { walkWithKeys } from './walk-with-keys.js';

/** The live sequence. Rows stay in the order of time, and the view follows the newest unless the viewer scrolled back. */
export function createSequence() {
  const list = byId('steps');
  const end = stayAtEnd(byId('flow'), byId('newest'));
  const walk = walkWithKeys(list);
  const rows = new Map();

  const put = (item, row) => {
    const known = rows.get(item.id);
    rows.set(item.id, row);
    if (known) return replace(known, row);
    const before = [...list.children].findLast((each) => Number(each.dataset.at) <= item.at);
    if (before) before.after(row);
    else list.prepend(row);
  };
  return {
    clear() {
      rows.clear();
      list.replaceChildren();
      end.go();
      byId('steps-empty').hidden = false;
    },
    add({ steps = [], marks = [] }) {
      for (const mark of marks) put(mark, markRow(mark));
      for (const step of steps) put(step, stepRow(step));
      walk.grown();
      byId('steps-empty').hidden = list.querySelector('summary') !== null;
      end.grown(true);
    },
  };
}

/** An unfolded row stays unfolded, and focus stays where it is. */
function replace(known, row) {
  const isOpen = known.querySelector('details')?.open ?? false;
  const hadFocus = known.contains(document.activeElement);
  known.replaceWith(row);
  if (isOpen) row.querySelector('details').open = true;
  if (hadFocus) row.querySelector('summary')?.focus();
}
