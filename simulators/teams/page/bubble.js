import { element } from '../../web/page/elements.js';
import { nodesOf } from './markdown.js';

const states = {
  sending: 'Sending…',
  delivered: '',
  failed: 'Not delivered. The assistant could not be reached.',
};
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** An entry of the log. `isFirst`: the message before is of another sender or long ago. */
export function entryFor(message, { isFirst, copilotName }) {
  const { id, from, format, text, delivery } = message;
  const entry = element(
    'li',
    { class: `entry ${from} ${format}${isFirst ? ' first' : ''}`, 'data-id': id },
    isFirst && from === 'copilot' ? avatar(copilotName) : undefined,
    isFirst ? meta(message, copilotName) : undefined,
    element('p', { class: 'bubble' }, ...(format === 'markdown' ? nodesOf(text) : [text])),
    element('p', { class: 'state' }),
  );
  showDelivery(entry, delivery);
  return entry;
}

/** Changes how far a message has come, and nothing else, so that it is not read out again. */
export function showDelivery(entry, delivery) {
  entry.classList.toggle('failed', delivery === 'failed');
  entry.querySelector('.state').textContent = states[delivery];
}

export function initialsOf(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.slice(1).at(-1)]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

const avatar = (name) =>
  element('span', { class: 'avatar avatar-copilot', 'aria-hidden': 'true' }, initialsOf(name));

const meta = ({ from, at }, copilotName) =>
  element(
    'p',
    { class: 'meta' },
    from === 'copilot' ? element('b', {}, copilotName) : undefined,
    element('time', { datetime: at }, clock.format(new Date(at))),
  );
