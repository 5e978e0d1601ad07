const steps = { ArrowDown: 1, ArrowUp: -1 };

/** One stop for the Tab key, however long the list is; the arrow keys go through its summaries. */
export function walkWithKeys(list) {
  const summaries = () => [...list.querySelectorAll('summary')];
  list.addEventListener('keydown', (event) => {
    const all = summaries();
    const at = all.indexOf(document.activeElement);
    const next = { Home: all[0], End: all.at(-1) }[event.key] ?? all[at + (steps[event.key] ?? 0)];
    if (at === -1 || next === undefined || next === all[at]) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener('focusin', ({ target }) => {
    if (target.localName !== 'summary') return;
    for (const each of summaries()) each.tabIndex = each === target ? 0 : -1;
  });
  return {
    /** Something was added: the list needs its stop. */
    grown() {
      const all = summaries();
      if (all.length > 0 && !all.some((each) => each.tabIndex === 0)) all.at(-1).tabIndex = 0;
    },
  };
}
