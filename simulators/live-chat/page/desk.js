import { act } from './acts.js';
import { createChatList } from './chat-list.js';
import { createChats } from './chats.js';
import { createConversation, createWelcome } from './conversation.js';
import { byId } from './elements.js';
import { listen } from './feed.js';

const NAME = 'desk-agent-name';
const CONNECTION = { live: 'Live', waiting: 'Reconnecting' };

const chats = createChats();
const nameInput = byId('agent-name');
let open;
let kind = 'reference';

nameInput.value = localStorage.getItem(NAME) ?? 'Dana';
nameInput.addEventListener('change', () => {
  nameInput.value = nameInput.value.trim() || 'Dana';
  localStorage.setItem(NAME, nameInput.value);
});

const desk = {
  agentName: () => nameInput.value.trim() || 'Dana',
  chat: (id) => chats.get(id),
  tellsTheOtherSide: () => kind === 'reference',
  tryAct: act,
  act: (id, body) => act(id, body).catch((error) => showConnection('waiting', error.message)),
  sendAgain: (id, messageId) => desk.act(id, { act: 'send-again', messageId }),
  close: () => show(undefined),
};

const drawList = createChatList(byId('list'), { onOpen: (id) => show(id) });

function show(id) {
  const chat = id === undefined ? undefined : chats.get(id);
  open?.view?.remove();
  open = chat === undefined ? undefined : { id, view: createConversation(chat, desk) };
  history.replaceState(null, '', chat === undefined ? location.pathname : `#${encodeURIComponent(id)}`);
  byId('stage').replaceChildren(open?.view.root ?? createWelcome(chats.all().length > 0));
  byId('desk').classList.toggle('has-open', open !== undefined);
  draw();
  open?.view.focus();
}

function draw() {
  const chat = open === undefined ? undefined : chats.get(open.id);
  if (chat !== undefined) {
    open.view.update(chat);
    if (!document.hidden) chats.markRead(chat);
  }
  const all = chats.all();
  drawList(all, { openId: open?.id, unreadOf: chats.unread });
  byId('list-empty').hidden = all.length > 0;
  const unread = all.reduce((sum, each) => sum + chats.unread(each), 0);
  document.title = unread > 0 ? `(${unread}) Agent desk` : 'Agent desk';
}

function showConnection(state, text = CONNECTION[state]) {
  byId('connection').dataset.state = state;
  byId('connection').textContent = text;
}

listen({
  onConnection: showConnection,
  onSnapshot({ chats: list, kind: found }) {
    kind = found;
    chats.replaceAll(list);
    const isStillOpen = open !== undefined && chats.get(open.id) !== undefined;
    if (isStillOpen) draw();
    else show(decodeURIComponent(location.hash.slice(1)) || undefined);
  },
  onChat(chat) {
    const isFirst = chats.all().length === 0;
    chats.put(chat);
    if (isFirst && open === undefined) show(undefined);
    else draw();
  },
});

document.addEventListener('visibilitychange', draw);
show(undefined);
