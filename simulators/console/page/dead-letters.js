import { act } from './commands.js';
import { byId, element } from './elements.js';

const directions = { 'to-live-chat': 'To the agent', 'to-customer': 'To the customer' };
let shown = '';

/** Draws what the bridge has given up, with what an operator can do about it. */
export function drawLetters(figures) {
  const letters = figures?.deadLetters ?? [];
  const key = JSON.stringify(letters);
  if (figures === undefined || key === shown) return;
  shown = key;
  byId('letters').hidden = letters.length === 0;
  byId('letters-title').textContent = `Dead letters, all conversations: ${letters.length}`;
  byId('letter-list').replaceChildren(...letters.toReversed().map(letterRow));
}

function letterRow({ id, direction, kind, cause, attempts, unknownAttempts }) {
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const doubt = unknownAttempts > 0 ? `, ${unknownAttempts} of unknown outcome` : '';
  const what = kind === 'say' ? 'a person’s words' : kind;
  const button = (label, name) => {
    const made = element(
      'button',
      { type: 'button', class: 'button', 'aria-label': `${label}: ${id}` },
      label,
    );
    made.addEventListener('click', () => act('dead-letters', { id, act: name }));
    return made;
  };
  return element(
    'li',
    {},
    element(
      'p',
      {},
      `${directions[direction]}: ${what}, given up after ${tries}${doubt}: `,
      element('b', {}, cause),
    ),
    button('Send again', 'replay'),
    button('Drop', 'drop'),
  );
}
