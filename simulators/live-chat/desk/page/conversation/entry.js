import { element } from '../../../../web/page/elements.js';
import { timeText } from '../times.js';

/** Messages of one sender within this time stand together under one name. */
const TOGETHER_MS = 3 * 60_000;

/** One line of the conversation. Only its delivery state changes later. `isUntimed`: its time is unknown. */
export function createEntry(entry, { before, sendAgain, isUntimed = false }) {
  const state = element('span', { class: 'state' });
  const root =
    entry.kind === 'event' ? eventRoot(entry, state) : messageRoot(entry, { before, isUntimed }, state);
  const update = ({ delivery, failure }) => {
    const key = `${delivery}${failure}`;
    if (state.dataset.key === key) return;
    state.dataset.key = key;
    root.dataset.delivery = delivery ?? '';
    const again =
      delivery === 'failed'
        ? element('button', { type: 'button', class: 'link', onclick: sendAgain }, 'Try again')
        : undefined;
    state.replaceChildren(
      ...[stateText(entry.kind, delivery, failure), again].filter((part) => part !== undefined),
    );
  };
  update(entry);
  return { root, update };
}

function eventRoot({ at, text }, state) {
  return element(
    'p',
    { class: 'event' },
    text,
    ' ',
    element('time', { datetime: at }, timeText(at)),
    ' ',
    state,
  );
}

function messageRoot(entry, { before, isUntimed }, state) {
  const { from, sender, text, at } = entry;
  const isFirst = !isTogether(entry, before);
  const label = from === 'notice' ? 'Notice' : sender;
  return element(
    'article',
    { class: isFirst ? 'message first' : 'message', 'data-from': from },
    isFirst ? element('h4', {}, label) : element('h4', { class: 'unseen' }, label),
    element('p', { class: 'bubble', dir: 'auto' }, text),
    isUntimed
      ? undefined
      : element('p', { class: 'meta' }, element('time', { datetime: at }, timeText(at)), ' ', state),
  );
}

function isTogether({ from, sender, at }, before) {
  if (before === undefined || before.kind !== 'message') return false;
  const isSame = before.from === from && before.sender === sender;
  return isSame && new Date(at) - new Date(before.at) < TOGETHER_MS;
}

function stateText(kind, delivery, failure) {
  if (delivery === 'failed') return `Not delivered: ${failure} `;
  if (delivery === 'sending') return failure === undefined ? 'Sending' : `Sending, trying again (${failure})`;
  return delivery === 'delivered' && kind === 'message' ? 'Delivered' : undefined;
}
