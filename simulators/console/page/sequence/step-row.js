import { element } from '../../../web/page/elements.js';
import { lifelineText, noteText, timeText } from '../labels.js';

const places = ['teams', 'copilot-studio', 'bridge', 'live-chat'];
const spans = { teams: 'teams-bridge', 'copilot-studio': 'copilot-bridge', 'live-chat': 'bridge-chat' };

/** One request: an arrow that unfolds to what was on the wire. */
export function stepRow(step) {
  const { id, at, from, to, kind, label, outcome, wire } = step;
  const other = from === 'bridge' ? to : from;
  const direction = places.indexOf(from) < places.indexOf(to) ? 'right' : 'left';
  const note = noteText(step);
  const spoken = `${lifelineText(from)} to ${lifelineText(to)}: `;
  const summary = element(
    'summary',
    { tabindex: '-1', title: label },
    element('time', { class: 'at', datetime: new Date(at).toISOString() }, timeText(at)),
    element('span', { class: 'label', dir: 'auto' }, element('span', { class: 'unseen' }, spoken), label),
    element('span', { class: 'arrow', 'data-to': direction }),
    element('span', { class: 'note' }, note),
  );
  const details = element('details', {}, summary);
  // Unfolded rarely, so it is made only then.
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(wireView(wire));
    if (details.open) details.scrollIntoView({ block: 'nearest' });
  });
  return element(
    'li',
    {
      class: 'step',
      'data-id': id,
      'data-at': String(at),
      'data-span': spans[other],
      'data-kind': kind,
      'data-outcome': outcome,
    },
    details,
  );
}

function wireView({ method, path, request, answer }) {
  return element(
    'div',
    { class: 'wire' },
    element('h3', {}, `${method} ${path}`),
    element('pre', { tabindex: '0', 'aria-label': 'Request' }, pretty(request)),
    ...(answer
      ? [
          element('h3', {}, `Answer: ${answer.status}`),
          element('pre', { tabindex: '0', 'aria-label': 'Answer' }, pretty(answer.body) || '(empty)'),
        ]
      : []),
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // What is not JSON is shown as it came.
    return text;
  }
}

export function markRow({ id, at, on, label, tone }) {
  return element(
    'li',
    { class: 'mark', 'data-id': id, 'data-at': String(at), 'data-on': on, 'data-tone': tone },
    element('time', { class: 'at', datetime: new Date(at).toISOString() }, timeText(at)),
    element('p', {}, element('span', { class: 'unseen' }, `${lifelineText(on)}: `), label),
  );
}
