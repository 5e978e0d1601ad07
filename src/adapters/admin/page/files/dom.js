/** Makes an element. Strings become text nodes; `on…` are listeners; true sets an empty attribute, false and undefined none. */
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

export function showText(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = text === '';
}

const shown = new WeakMap();

/** Shows data anew only when they differ, and leaves the focus and what is unfolded as they were. */
export function show(node, data, build) {
  const text = JSON.stringify(data);
  if (shown.get(node) === text) return;
  shown.set(node, text);
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const unfolded = [...node.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key);
  node.replaceChildren(...build());
  for (const each of node.querySelectorAll('details')) each.open = unfolded.includes(each.dataset.key);
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

export const timeOf = (iso) => element('time', { datetime: iso, title: iso }, clock.format(new Date(iso)));

const timeInText = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence, with its times as they stand everywhere else. */
export const withTimes = (text) =>
  text.split(timeInText).map((part, index) => (index % 2 === 1 ? timeOf(part) : part));

export const chip = (text, tone = 'plain') => element('span', { class: 'chip', 'data-tone': tone }, text);

export const idOf = (text) => element('span', { class: 'id' }, text);

/** A list, or a sentence in its place. */
export const listOf = (items, empty, build) =>
  items.length === 0
    ? element('p', { class: 'muted' }, empty)
    : element('ol', { class: 'rows' }, ...items.map(build));
