import { createChatList } from './chat-list.js';
import { createChats } from './chats.js';
import { act } from './commands.js';
import { createConversation, createWelcome } from './conversation.js';
import { byId } from './elements.js';
import { listen } from './feed.js';

const NAME = 'desk-agent-name';
const CONNECTION = { live: 'Live', waiting: 'Reconnecting' };
const PROBLEM_SHOWN_MS = 5_000;

const chats = createChats();
const nameInput = byId('agent-name');
/** Named in the address and not known yet; read before the first drawing changes the address. */
let wanted = chatIn(location);
let open;
let connection = 'waiting';
let problemTimer;
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
  act: (id, body) => act(id, body).catch(showProblem),
  sendAgain: (id, messageId) => desk.act(id, { act: 'send-again', messageId }),
  close: () => choose(undefined),
};

const drawList = createChatList(byId('list'), { onOpen: (id) => choose(id) });

/** The id of the chat that an address names; empty when none. */
function chatIn({ hash }) {
  return decodeURIComponent(hash.slice(1));
}

/** Whoever chooses does not want to be taken elsewhere any more. */
function choose(id) {
  wanted = undefined;
  show(id);
}

function show(id, { takesFocus = true } = {}) {
  const chat = id === undefined ? undefined : chats.get(id);
  open = chat === undefined ? undefined : { id, view: createConversation(chat, desk) };
  history.replaceState(null, '', chat === undefined ? location.pathname : `#${encodeURIComponent(id)}`);
  byId('stage').replaceChildren(open?.view.root ?? createWelcome(chats.all().length > 0));
  byId('desk').classList.toggle('has-open', open !== undefined);
  draw();
  if (takesFocus) open?.view.focus();
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

function showConnection(state) {
  clearTimeout(problemTimer);
  connection = state;
  drawConnection(state, CONNECTION[state]);
}

function showProblem({ message }) {
  clearTimeout(problemTimer);
  drawConnection('waiting', message);
  problemTimer = setTimeout(() => showConnection(connection), PROBLEM_SHOWN_MS);
}

function drawConnection(state, text) {
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
    else show(wanted);
    if (chats.get(wanted) !== undefined) wanted = undefined;
  },
  onChat(chat) {
    const isFirst = chats.all().length === 0;
    chats.put(chat);
    if (chat.id === wanted) {
      wanted = undefined;
      show(chat.id, { takesFocus: false });
    } else if (isFirst && open === undefined) show(undefined);
    else draw();
  },
});

// A page that shows this one in a frame names the chat in its address. Whoever writes elsewhere keeps the focus.
// The event's own address: the browser tells of it a moment later, when a drawing may have changed the page's again.
addEventListener('hashchange', ({ newURL }) => {
  const id = chatIn(new URL(newURL));
  if (id === open?.id) return;
  // The page around may hear of a chat sooner than this one.
  wanted = chats.get(id) === undefined ? id : undefined;
  show(id || undefined, { takesFocus: false });
});
document.addEventListener('visibilitychange', draw);
show(undefined);
