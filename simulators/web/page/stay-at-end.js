const nearTheEndPx = 100;

/**
 * Keeps a box that scrolls at its end, unless the reader has scrolled back. Then `more`, a button that leads to the end,
 * shows that something was added.
 */
export function stayAtEnd(box, more) {
  let isAtEnd = true;
  const go = () => {
    isAtEnd = true;
    box.scrollTop = box.scrollHeight;
    if (more) more.hidden = true;
  };
  box.addEventListener('scroll', () => {
    isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < nearTheEndPx;
    if (isAtEnd && more) more.hidden = true;
  });
  more?.addEventListener('click', go);
  new ResizeObserver(() => isAtEnd && go()).observe(box);
  return {
    go,
    /** Something was drawn. `isNew`: that the reader has not seen. */
    grown(isNew) {
      if (isAtEnd) go();
      else if (isNew && more) more.hidden = false;
    },
  };
}
