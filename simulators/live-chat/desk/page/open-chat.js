import { byId } from '../../../web/page/elements.js';
import { createChatList } from './chat-list.js';
import { createConversation, createWelcome } from './conversation/conversation.js';

/** The list of conversations, and the one that is open. `desk` is what an open one asks of the page. */
export function createOpenChat(chats, desk) {
  const drawList = createChatList(byId('list'), { onOpen: desk.choose });
  let open;

  const draw = () => {
    const chat = open && chats.get(open.id);
    if (chat !== undefined) {
      open.view.update(chat);
      if (!document.hidden) chats.markRead(chat);
    }
    const all = chats.all();
    drawList(all, { openId: open?.id, unreadOf: chats.unread });
    byId('list-empty').hidden = all.length > 0;
    const unread = all.reduce((sum, each) => sum + chats.unread(each), 0);
    document.title = unread > 0 ? `(${unread}) Agent desk` : 'Agent desk';
  };
  return {
    id: () => open?.id,
    draw,
    /** Opens a conversation that is known, and closes the open one for any other id. */
    show(id, { takesFocus = true } = {}) {
      const chat = id === undefined ? undefined : chats.get(id);
      open = chat === undefined ? undefined : { id, view: createConversation(chat, desk) };
      history.replaceState(null, '', chat === undefined ? location.pathname : `#${encodeURIComponent(id)}`);
      byId('stage').replaceChildren(open?.view.root ?? createWelcome(chats.all().length > 0));
      byId('desk').classList.toggle('has-open', open !== undefined);
      draw();
      if (takesFocus) open?.view.focus();
    },
  };
}
