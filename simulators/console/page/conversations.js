import { byId, element } from '../../web/page/elements.js';
import { act } from './commands.js';
import { whenChanged } from './when-changed.js';

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

/** The choice of conversations. `onChoose` gets the id of the one that was chosen. */
export function createConversations(onChoose) {
  const select = byId('conversation');
  const drawChoices = whenChanged((choices) =>
    select.replaceChildren(...choices.map(({ id, text }) => element('option', { value: id }, text))),
  );
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
      drawChoices(conversations.toReversed().map(choice));
      if (selected !== undefined) select.value = selected;
    },
  };
}

function choice({ id, customer, session }) {
  const state = session === undefined ? 'with the copilot' : session.status;
  return { id, text: `${customer} · ${state}` };
}
