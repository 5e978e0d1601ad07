import { nodesOf } from './markdown.js';

const states = {
  sending: 'Sending…',
  delivered: '',
  failed: 'Not delivered. The assistant could not be reached.',
};
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** An entry of the log. `isFirst` says that the message before is somebody else's or long ago. */
export function entryFor(message, { isFirst, copilotName }) {
  const entry = element('li', `entry ${message.from} ${message.format}`);
  entry.dataset.id = message.id;
  if (isFirst) {
    entry.classList.add('first');
    if (message.from === 'copilot') entry.append(avatar(copilotName));
    entry.append(meta(message, copilotName));
  }
  const bubble = element('p', 'bubble');
  if (message.format === 'markdown') bubble.append(...nodesOf(message.text));
  else bubble.textContent = message.text;
  entry.append(bubble, element('p', 'state'));
  showDelivery(entry, message.delivery);
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

function avatar(name) {
  const circle = element('span', 'avatar avatar-copilot');
  circle.setAttribute('aria-hidden', 'true');
  circle.textContent = initialsOf(name);
  return circle;
}

function meta({ from, at }, copilotName) {
  const line = element('p', 'meta');
  if (from === 'copilot') {
    const name = document.createElement('b');
    name.textContent = copilotName;
    line.append(name);
  }
  const time = document.createElement('time');
  time.dateTime = at;
  time.textContent = clock.format(new Date(at));
  line.append(time);
  return line;
}

function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
