import { byId } from '../../web/page/elements.js';

/** The field for a message. `say` gets what is sent, once the composer was opened. */
export function createComposer(say) {
  const form = byId('composer');
  const input = byId('text');
  let isOpen = false;
  /** Something was sent before there was a chat; it goes when there is one, unless it is changed. */
  let isTooEarly = false;

  const submit = (event) => {
    event.preventDefault();
    input.focus();
    isTooEarly = !isOpen;
    if (isTooEarly) return;
    say(input.value);
    input.value = '';
  };
  form.addEventListener('submit', submit);
  input.addEventListener('input', () => {
    isTooEarly = false;
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  byId('chips').addEventListener('click', ({ target }) => {
    if (isOpen && target instanceof HTMLButtonElement) say(target.textContent);
  });
  return {
    open() {
      isOpen = true;
      if (isTooEarly) form.requestSubmit();
    },
  };
}
