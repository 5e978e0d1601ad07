import { element } from './elements.js';

const TYPING_EVERY_MS = 4_000;
const MAX_TEXT = 20_000;
/** Kept while the page is open, so that changing the conversation loses no text. */
const composers = new Map();

/** The foot of a conversation: join while it waits, write while it is active, nothing but a word when it has ended. */
export function composerOf(chat, desk) {
  const known = composers.get(chat.id);
  if (known !== undefined) return known;
  const made = createComposer(chat, desk);
  composers.set(chat.id, made);
  return made;
}

function createComposer(chat, desk) {
  const input = element('textarea', {
    id: 'message',
    rows: 1,
    maxLength: MAX_TEXT,
    placeholder: 'Write a message',
  });
  const send = element('button', { type: 'button', class: 'button primary', onclick: () => say() }, 'Send');
  const hint = element(
    'p',
    { class: 'hint', id: 'message-hint' },
    'Enter sends, Shift+Enter starts a new line',
  );
  const problem = element('p', { class: 'composer-problem', role: 'alert', hidden: true });
  const join = element('button', { type: 'button', class: 'button primary', onclick: () => enter() }, 'Join');
  const root = element('footer', { class: 'composer' });
  /** What was written and is not sent, oldest first; the first one is on its way. */
  const unsent = [];
  let shownStatus;
  let typingAt = 0;

  input.setAttribute('aria-describedby', 'message-hint');

  const resize = () => {
    send.disabled = input.value.trim() === '';
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, 180)}px`;
  };
  const report = (error) => {
    problem.textContent = error.message;
    problem.hidden = false;
  };
  const say = () => {
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    typingAt = 0;
    problem.hidden = true;
    resize();
    input.focus();
    unsent.push({ agent: desk.agentName(), text });
    if (unsent.length === 1) sendAll();
  };
  const sendAll = async () => {
    try {
      for (; unsent.length > 0; unsent.shift()) await desk.tryAct(chat.id, { act: 'say', ...unsent[0] });
    } catch (error) {
      const texts = unsent.splice(0).map(({ text }) => text);
      input.value = [...texts, input.value].filter((text) => text !== '').join('\n');
      report(new Error(`${error.message} Your text is back in the field.`));
      resize();
    }
  };
  const enter = () => {
    problem.hidden = true;
    desk.tryAct(chat.id, { act: 'join', agent: desk.agentName() }).catch(report);
  };

  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  });
  input.addEventListener('input', () => {
    resize();
    if (input.value.trim() === '' || Date.now() - typingAt < TYPING_EVERY_MS) return;
    typingAt = Date.now();
    desk.tryAct(chat.id, { act: 'typing', agent: desk.agentName() }).catch(() => undefined);
  });

  const parts = {
    queued: () => [element('p', { class: 'composer-text' }, 'The customer is waiting for an agent.'), join],
    active: () => [
      element('label', { for: 'message', class: 'unseen' }, 'Message'),
      element('div', { class: 'write' }, input, send),
      hint,
    ],
    ended: () => [element('p', { class: 'composer-text' }, 'This conversation has ended.')],
  };
  return {
    root,
    focus: () => (shownStatus === 'queued' ? join : input).focus(),
    update({ status }) {
      // A field that is not on the page has no height.
      resize();
      if (status === shownStatus) return;
      const hadFocus = root.contains(document.activeElement);
      shownStatus = status;
      root.dataset.status = status;
      root.replaceChildren(...parts[status](), problem);
      resize();
      if (hadFocus && status === 'active') input.focus();
    },
  };
}
