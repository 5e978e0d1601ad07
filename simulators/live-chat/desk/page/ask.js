import { byId } from './elements.js';

/** Answers the question before with undefined, if it is still unanswered. */
let dismiss = () => {};

/**
 * Asks in a dialog of the page. Resolves with the trimmed text of its field when confirmed (it may be empty unless
 * required; no label, no field), and with undefined when the agent thought better of it.
 */
export function ask({ title, text, label, confirm, isRequired = false }) {
  dismiss();
  const dialog = byId('ask');
  const input = byId('ask-input');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-label').textContent = label ?? '';
  byId('ask-label').hidden = label === undefined;
  input.hidden = label === undefined;
  byId('ask-confirm').textContent = confirm;
  input.value = '';
  dialog.returnValue = '';

  return new Promise((resolve) => {
    const listening = new AbortController();
    const { signal } = listening;
    const settle = (answer) => {
      listening.abort();
      resolve(answer);
    };
    dismiss = () => settle(undefined);
    const accept = () => {
      if (isRequired && input.value.trim() === '') return input.focus();
      dialog.close('confirmed');
    };
    byId('ask-confirm').addEventListener('click', accept, { signal });
    byId('ask-cancel').addEventListener('click', () => dialog.close(''), { signal });
    const onKey = (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      // Or the same key presses the button that gets the focus back.
      event.preventDefault();
      accept();
    };
    input.addEventListener('keydown', onKey, { signal });
    dialog.addEventListener(
      'close',
      () => {
        // The browser tells of a close a moment later, when the next question may be open already.
        if (!dialog.open) settle(dialog.returnValue === 'confirmed' ? input.value.trim() : undefined);
      },
      { signal },
    );
    dialog.showModal();
    (label === undefined ? byId('ask-confirm') : input).focus();
  });
}
