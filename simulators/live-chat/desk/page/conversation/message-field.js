import { element } from '../../../../web/page/elements.js';

const typingEveryMs = 4_000;
const longest = 20_000;
const tallestPx = 180;

/** Where an agent writes. `onSend` gets the text, `onTyping` is called now and then while there is one. */
export function createMessageField({ onSend, onTyping }) {
  const input = element('textarea', {
    id: 'message',
    rows: 1,
    maxlength: longest,
    placeholder: 'Write a message',
    'aria-describedby': 'message-hint',
  });
  let typingAt = 0;
  const resize = () => {
    send.disabled = input.value.trim() === '';
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, tallestPx)}px`;
  };
  const submit = () => {
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    typingAt = 0;
    resize();
    input.focus();
    onSend(text);
  };
  const send = element('button', { type: 'button', class: 'button primary', onclick: submit }, 'Send');
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  input.addEventListener('input', () => {
    resize();
    if (input.value.trim() === '' || Date.now() - typingAt < typingEveryMs) return;
    typingAt = Date.now();
    onTyping();
  });
  const hint = 'Enter sends, Shift+Enter starts a new line';
  return {
    input,
    resize,
    parts: [
      element('label', { for: 'message', class: 'unseen' }, 'Message'),
      element('div', { class: 'write' }, input, send),
      element('p', { class: 'hint', id: 'message-hint' }, hint),
    ],
  };
}
