import { entryFor, initialsOf, showDelivery } from './bubble.js';

const groupWithinMs = 5 * 60_000;
const typingShownMs = 10_000;
const tryAgainMs = 1_500;

const byId = (id) => document.getElementById(id);
const [log, scroll, typing, notice, input] = ['log', 'scroll', 'typing', 'notice', 'text'].map(byId);
const wanted = new URLSearchParams(location.search);
const customerName = wanted.get('customer')?.trim().slice(0, 80) || 'Robin Lee';
/** A page that shows this one in a frame says whose chat it is, and begins new ones itself. */
const givenChat = wanted.get('chat');
const storageKey = `teams-chat:${customerName}`;

let chat;
let events;
let lastMessage;
let typingTimer;
let isAtEnd = true;
/** What was written and is not sent, oldest first; the first one is on its way. */
const unsent = [];
/** Somebody has sent what is in the field before there was a chat; it goes when there is, unless it is changed. */
let isTooEarly = false;

/** Takes up the chat of before, or begins one, and follows it. Tries until the server is there. */
async function enter() {
  try {
    chat = (await knownChat()) ?? (await newChat());
  } catch {
    tell('The chat is not reachable. Trying again…');
    setTimeout(enter, tryAgainMs);
    return;
  }
  if (!givenChat) localStorage.setItem(storageKey, chat.conversationId);
  introduce();
  follow();
  if (isTooEarly) byId('composer').requestSubmit();
}

async function knownChat() {
  const id = givenChat ?? localStorage.getItem(storageKey);
  if (!id) return undefined;
  const answer = await fetch(`/chats/${encodeURIComponent(id)}`);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`The chat answered ${answer.status}.`);
  return answer.json();
}

async function newChat() {
  const answer = await post('/chats', { name: customerName });
  return answer.json();
}

function introduce() {
  const { copilot, customer } = chat;
  document.title = `${customer.name} · ${copilot.name}`;
  byId('copilot-name').textContent = copilot.name;
  byId('welcome-name').textContent = copilot.name;
  byId('customer-name').textContent = customer.name;
  byId('copilot-initials').textContent = initialsOf(copilot.name);
  byId('welcome-initials').textContent = initialsOf(copilot.name);
  byId('customer-initials').textContent = initialsOf(customer.name);
}

function follow() {
  clear();
  events = new EventSource(`/chats/${encodeURIComponent(chat.conversationId)}/events`);
  events.addEventListener('open', () => tell(''));
  events.addEventListener('message', ({ data }) => show(JSON.parse(data).message));
  events.addEventListener('typing', showTyping);
  events.addEventListener('error', () => {
    tell('The connection was lost. Connecting again…');
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(enter, tryAgainMs);
  });
}

function show(message) {
  const known = [...log.children].findLast((entry) => entry.dataset.id === message.id);
  if (known) {
    showDelivery(known, message.delivery);
    return;
  }
  const isGrouped =
    lastMessage?.from === message.from && Date.parse(message.at) - Date.parse(lastMessage.at) < groupWithinMs;
  byId('welcome').hidden = true;
  if (message.from === 'copilot') typing.hidden = true;
  log.append(entryFor(message, { isFirst: !isGrouped, copilotName: chat.copilot.name }));
  lastMessage = message;
  if (isAtEnd || message.from === 'customer') toEnd();
}

function showTyping() {
  typing.hidden = false;
  if (isAtEnd) toEnd();
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    typing.hidden = true;
  }, typingShownMs);
}

function clear() {
  events?.close();
  log.replaceChildren();
  lastMessage = undefined;
  typing.hidden = true;
  byId('welcome').hidden = false;
}

function say(text) {
  if (text.trim() === '') return;
  unsent.push({ conversationId: chat.conversationId, text });
  if (unsent.length === 1) send();
}

/** One after another, so that quick messages keep their order; what cannot be sent is given back with all that followed. */
async function send() {
  try {
    for (; unsent.length > 0; unsent.shift()) {
      const [{ conversationId, text }] = unsent;
      await post(`/chats/${encodeURIComponent(conversationId)}/messages`, { text });
      tell('');
    }
  } catch {
    const texts = unsent.splice(0).map(({ text }) => text);
    input.value = [...texts, input.value].filter((text) => text !== '').join('\n');
    tell('Not sent. Your text is back in the field.');
  }
}

async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The chat answered ${answer.status}.`);
  return answer;
}

function tell(text) {
  notice.textContent = text;
  notice.hidden = text === '';
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

function submit(event) {
  event.preventDefault();
  input.focus();
  isTooEarly = !chat;
  if (isTooEarly) return;
  say(input.value);
  input.value = '';
}

scroll.addEventListener('scroll', () => {
  isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
});
new ResizeObserver(() => {
  if (isAtEnd) toEnd();
}).observe(scroll);
byId('composer').addEventListener('submit', submit);
input.addEventListener('input', () => {
  isTooEarly = false;
});
input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
});
byId('chips').addEventListener('click', ({ target }) => {
  if (chat && target instanceof HTMLButtonElement) say(target.textContent);
});
byId('new-chat').hidden = givenChat !== null;
byId('new-chat').addEventListener('click', () => {
  localStorage.removeItem(storageKey);
  enter();
});

if (givenChat === null) input.focus();
enter();
