import { element, showText } from '../../../../web/page/elements.js';
import { unsentTexts } from '../../../../web/page/unsent-texts.js';
import { createMessageField } from './message-field.js';

/** The composer of each conversation, kept while the page is open, so that changing the conversation loses no text. */
export function createComposers(desk) {
  const known = new Map();
  return (chat) => {
    const composer = known.get(chat.id) ?? createComposer(chat, desk);
    known.set(chat.id, composer);
    return composer;
  };
}

/** The foot of a conversation: join while it waits, write while it is active, nothing but a word when it has ended. */
function createComposer(chat, desk) {
  const root = element('footer', { class: 'composer' });
  const problem = element('p', { class: 'composer-problem', role: 'alert', hidden: true });
  const report = ({ message }) => showText(problem, message);
  const act = (body) => desk.tryAct(chat.id, body);
  const join = () => {
    showText(problem, '');
    act({ act: 'join', agent: desk.agentName() }).catch(report);
  };
  const field = createMessageField({
    onSend(text) {
      showText(problem, '');
      unsent.add({ agent: desk.agentName(), text });
    },
    onTyping: () => act({ act: 'typing', agent: desk.agentName() }).catch(() => undefined),
  });
  const unsent = unsentTexts(field.input, {
    send: (message) => act({ act: 'say', ...message }),
    onFailed({ message }) {
      report({ message: `${message} Your text is back in the field.` });
      field.resize();
    },
  });
  const joinButton = element('button', { type: 'button', class: 'button primary', onclick: join }, 'Join');
  const parts = {
    queued: [note('The customer is waiting for an agent.'), joinButton],
    active: field.parts,
    ended: [note('This conversation has ended.')],
  };
  let shown;
  return {
    root,
    focus: () => (shown === 'queued' ? joinButton : field.input).focus(),
    update({ status }) {
      // A field that is not on the page has no height.
      field.resize();
      if (status === shown) return;
      const hadFocus = root.contains(document.activeElement);
      shown = status;
      root.dataset.status = status;
      root.replaceChildren(...parts[status], problem);
      field.resize();
      if (hadFocus && status === 'active') field.input.focus();
    },
  };
}

const note = (text) => element('p', { class: 'composer-text' }, text);
