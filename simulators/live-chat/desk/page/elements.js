/**
 * Makes an element. Strings among the children become text nodes, so that markup in a message stays text.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [props] `class`, `data-…`, `aria-…` and `role` are attributes, `on…` listeners, all else properties
 * @param {...(Node | string | undefined)} children
 */
export function element(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'class' || name === 'role' || name === 'for' || name.includes('-'))
      made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}
