/**
 * Makes an element. Strings among the children become text nodes, so that markup in a message stays text.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` are listeners; true sets an empty attribute, false and undefined none
 * @param {...(Node | string | undefined)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Changes a text only when it differs, so that nothing is read out twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows a text, and the node only as long as there is one. */
export function showText(node, text) {
  setText(node, text);
  node.hidden = text === '';
}
