import { act } from './commands.js';
import { byId, element } from './elements.js';

const names = [
  'Robin Lee',
  'Anna Berg',
  'Samir Haddad',
  'Grace Okafor',
  'Kenji Mori',
  'Lucía Vega',
  'Ivan Petrov',
  'Maya Singh',
];
let shown = '';

/** The choice of conversations. `onChoose` gets the id of the one that was chosen. */
export function createConversations(onChoose) {
  const select = byId('conversation');
  let count = 0;
  const add = async () => {
    const name = names[count % names.length];
    count += 1;
    const made = await act('customers', { name });
    if (made) onChoose(made.conversationId);
  };
  select.addEventListener('change', () => onChoose(select.value));
  byId('new-customer').addEventListener('click', add);
  return {
    add,
    draw({ conversations, selected }) {
      count = Math.max(count, conversations.length);
      const key = JSON.stringify(conversations.map(({ id, session }) => [id, session?.status]));
      if (key !== shown) {
        shown = key;
        select.replaceChildren(...conversations.toReversed().map(choice));
      }
      if (selected !== undefined) select.value = selected;
    },
  };
}

function choice({ id, customer, session }) {
  const state = session === undefined ? 'with the copilot' : session.status;
  return element('option', { value: id }, `${customer} · ${state}`);
}
