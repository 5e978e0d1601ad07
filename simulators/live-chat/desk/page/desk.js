import { followEvents } from '../../../web/page/event-feed.js';
import { createAgentName } from './agent-name.js';
import { createAsk } from './ask.js';
import { createChats } from './chats.js';
import { createCommands } from './commands.js';
import { createConnection } from './connection.js';
import { createComposers } from './conversation/composer.js';
import { createOpenChat } from './open-chat.js';

/** The id of the chat that an address names; empty when none. */
const chatIn = ({ hash }) => decodeURIComponent(hash.slice(1));

/** What an open conversation asks of the page. */
function pageFor(chats, { connection, choose }) {
  const tryAct = createCommands();
  const act = (id, body) => tryAct(id, body).catch(connection.showProblem);
  const page = {
    agentName: createAgentName(),
    ask: createAsk(),
    chat: chats.get,
    tellsTheOtherSide: chats.tellTheOtherSide,
    tryAct,
    act,
    sendAgain: (id, messageId) => act(id, { act: 'send-again', messageId }),
    choose,
  };
  return { ...page, composerOf: createComposers(page) };
}

function createDesk(connection) {
  const chats = createChats();
  /** Named in the address and not known yet; read before the first drawing changes the address. */
  let wanted = chatIn(location);
  const choose = (id) => {
    // From then on the page goes nowhere by itself.
    wanted = undefined;
    open.show(id);
  };
  const open = createOpenChat(chats, pageFor(chats, { connection, choose }));

  return {
    draw: open.draw,
    hearAll(snapshot) {
      chats.replaceAll(snapshot);
      if (open.id() !== undefined && chats.get(open.id()) !== undefined) open.draw();
      else open.show(wanted);
      if (chats.get(wanted) !== undefined) wanted = undefined;
    },
    hear(chat) {
      const isFirst = chats.all().length === 0;
      chats.put(chat);
      if (chat.id === wanted) {
        wanted = undefined;
        open.show(chat.id, { takesFocus: false });
      } else if (isFirst && open.id() === undefined) open.show(undefined);
      else open.draw();
    },
    /** A page that shows this one in a frame names the chat in its address, and keeps the focus. */
    goTo(id) {
      if (id === open.id()) return;
      // The page around may hear of a chat sooner than this one.
      wanted = chats.get(id) === undefined ? id : undefined;
      open.show(id || undefined, { takesFocus: false });
    },
    start: () => open.show(undefined),
  };
}

const connection = createConnection();
const desk = createDesk(connection);
// Each connection begins with a snapshot, so nothing that happened in between is missed.
followEvents('/desk/api/events', {
  events: { snapshot: desk.hearAll, chat: desk.hear },
  onOpen: () => connection.show('live'),
  onLost: () => connection.show('waiting'),
});
// The event's own address: the browser tells of it a moment later, when a drawing may have changed the page's again.
addEventListener('hashchange', ({ newURL }) => desk.goTo(chatIn(new URL(newURL))));
document.addEventListener('visibilitychange', desk.draw);
desk.start();
