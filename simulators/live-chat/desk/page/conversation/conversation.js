import { element } from '../../../../web/page/elements.js';
import { createConversationHead } from './conversation-head.js';
import { createLog } from './log.js';
import { createTypingSign } from './typing-sign.js';

/** One open conversation: its head, what was said, and the place to write. `update` draws what changed. */
export function createConversation(chat, desk) {
  const head = createConversationHead(chat, desk);
  const log = createLog(chat, desk);
  const typing = createTypingSign(chat);
  const composer = desk.composerOf(chat);
  const root = element(
    'section',
    { class: 'conversation', 'aria-label': `Conversation with ${chat.customerName}` },
    head.root,
    log.root,
    typing.root,
    composer.root,
  );
  return {
    root,
    focus: () => composer.focus(),
    update(next) {
      head.update(next);
      log.update(next);
      typing.update(next);
      composer.update(next);
    },
  };
}

export function createWelcome(hasChats) {
  const title = hasChats ? 'Choose a conversation' : 'No conversations yet';
  const text = hasChats
    ? 'Open one on the left to read it and to answer.'
    : 'Ask for a person on the customer page. The conversation then appears here.';
  return element(
    'div',
    { class: 'welcome' },
    element('span', { class: 'welcome-sign', 'aria-hidden': 'true' }),
    element('h2', {}, title),
    element('p', {}, text),
  );
}
