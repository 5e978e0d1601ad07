import { byId, showText } from '../../web/page/elements.js';
import { followEvents } from '../../web/page/event-feed.js';
import { postJson } from '../../web/page/post-json.js';
import { unsentTexts } from '../../web/page/unsent-texts.js';
import { initialsOf } from './bubble.js';
import { chosenChat } from './chosen-chat.js';
import { createComposer } from './composer.js';
import { createTranscript } from './transcript.js';

const tryAgainMs = 1_500;

const tell = (text) => showText(byId('notice'), text);

function introduce({ copilot, customer }) {
  document.title = `${customer.name} · ${copilot.name}`;
  const texts = {
    'copilot-name': copilot.name,
    'welcome-name': copilot.name,
    'customer-name': customer.name,
    'copilot-initials': initialsOf(copilot.name),
    'welcome-initials': initialsOf(copilot.name),
    'customer-initials': initialsOf(customer.name),
  };
  for (const [id, text] of Object.entries(texts)) byId(id).textContent = text;
}

/** One message of the customer; the chat's events tell what comes of it. */
async function send({ conversationId, text }) {
  await postJson(`/chats/${encodeURIComponent(conversationId)}/messages`, { text }, 'The chat');
  tell('');
}

function createChat() {
  const chosen = chosenChat();
  const transcript = createTranscript();
  const unsent = unsentTexts(byId('text'), {
    send,
    onFailed: () => tell('Not sent. Your text is back in the field.'),
  });
  let chat;
  let stop = () => undefined;

  const composer = createComposer((text) => {
    if (text.trim() !== '') unsent.add({ conversationId: chat.conversationId, text });
  });
  const follow = () => {
    stop();
    transcript.clear();
    stop = followEvents(`/chats/${encodeURIComponent(chat.conversationId)}/events`, {
      events: {
        message: ({ message }) => transcript.show(message, chat.copilot.name),
        typing: transcript.showTyping,
      },
      onOpen: () => tell(''),
      onLost: () => tell('The connection was lost. Connecting again…'),
      onClosed: enter,
    });
  };
  /** Tries until the server is there. */
  async function enter() {
    try {
      chat = await chosen.find();
    } catch {
      tell('The chat is not reachable. Trying again…');
      setTimeout(enter, tryAgainMs);
      return;
    }
    introduce(chat);
    follow();
    composer.open();
  }
  byId('new-chat').hidden = chosen.isGiven;
  byId('new-chat').addEventListener('click', () => {
    chosen.forget();
    enter();
  });
  if (!chosen.isGiven) byId('text').focus();
  enter();
}

createChat();
