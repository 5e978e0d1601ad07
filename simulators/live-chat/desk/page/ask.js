import { byId } from '../../../web/page/elements.js';

/**
 * Asks in a dialog of the page. The returned function resolves with the trimmed text of its field when confirmed (it may
 * be empty unless required; no label, no field), and with undefined when the agent thought better of it.
 */
export function createAsk() {
  const [dialog, input, confirm] = ['ask', 'ask-input', 'ask-confirm'].map(byId);
  /** Answers the question before with undefined, if it is still unanswered. */
  let dismiss = () => undefined;

  return (question) => {
    dismiss();
    pose(question);
    return new Promise((resolve) => {
      const listening = new AbortController();
      const settle = (answer) => {
        listening.abort();
        resolve(answer);
      };
      dismiss = () => settle(undefined);
      const accept = () => {
        if (question.isRequired && input.value.trim() === '') return input.focus();
        dialog.close('confirmed');
      };
      const listen = (node, type, hear) => node.addEventListener(type, hear, { signal: listening.signal });
      listen(confirm, 'click', accept);
      listen(byId('ask-cancel'), 'click', () => dialog.close(''));
      listen(input, 'keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        // Or the same key presses the button that gets the focus back.
        event.preventDefault();
        accept();
      });
      listen(dialog, 'close', () => {
        // The browser tells of a close a moment later, when the next question may be open already.
        if (!dialog.open) settle(dialog.returnValue === 'confirmed' ? input.value.trim() : undefined);
      });
      dialog.showModal();
      (question.label === undefined ? confirm : input).focus();
    });
  };

  function pose({ title, text, label, confirm: accept }) {
    byId('ask-title').textContent = title;
    byId('ask-text').textContent = text;
    byId('ask-label').textContent = label ?? '';
    byId('ask-label').hidden = label === undefined;
    input.hidden = label === undefined;
    confirm.textContent = accept;
    input.value = '';
    dialog.returnValue = '';
  }
}
