import { byId, element } from '../../web/page/elements.js';
import { act } from './commands.js';
import { whenChanged } from './when-changed.js';

const directions = { 'to-live-chat': 'To the agent', 'to-customer': 'To the customer' };

/** What the bridge has given up, with what an operator can do about it. Not drawn while the bridge cannot be asked. */
export function createDeadLetters() {
  const draw = whenChanged((all) => {
    byId('dead-letters').hidden = all.length === 0;
    byId('dead-letters-title').textContent = `Dead letters, all conversations: ${all.length}`;
    byId('dead-letter-list').replaceChildren(...all.toReversed().map(deadLetterRow));
  });
  return { draw: (metrics) => metrics && draw(metrics.deadLetters) };
}

function deadLetterRow({ id, direction, kind, cause, attempts, unknownAttempts }) {
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const doubt = unknownAttempts > 0 ? `, ${unknownAttempts} of unknown outcome` : '';
  const what = kind === 'say' ? 'a person’s words' : kind;
  const text = `${directions[direction]}: ${what}, given up after ${tries}${doubt}: `;
  const button = (label, name) => {
    const onclick = () => act('dead-letters', { id, act: name });
    return element(
      'button',
      { type: 'button', class: 'button', 'aria-label': `${label}: ${id}`, onclick },
      label,
    );
  };
  return element(
    'li',
    {},
    element('p', {}, text, element('b', {}, cause)),
    button('Send again', 'replay'),
    button('Drop', 'drop'),
  );
}
