import { element } from '../../../web/page/elements.js';
import { timeText } from './times.js';

const statuses = {
  queued: ['wait', 'Waiting'],
  active: ['good', 'Active'],
  ended: ['plain', 'Ended'],
};

/** Draws the list. Rows are kept by conversation, so that focus survives each drawing. */
export function createChatList(list, { onOpen }) {
  const rows = new Map();
  return (chats, { openId, unreadOf }) => {
    const wanted = chats.map((chat) => {
      const row = rows.get(chat.id) ?? element('li');
      rows.set(chat.id, row);
      fill(row, chat, { isOpen: chat.id === openId, unread: unreadOf(chat), onOpen });
      return row;
    });
    const isSameOrder =
      wanted.length === list.children.length && wanted.every((row, i) => list.children[i] === row);
    if (isSameOrder) return;
    const focused = document.activeElement;
    list.replaceChildren(...wanted);
    if (list.contains(focused)) focused.focus();
  };
}

function fill(row, chat, { isOpen, unread, onOpen }) {
  const button =
    row.firstChild ?? element('button', { type: 'button', class: 'row', onclick: () => onOpen(chat.id) });
  if (row.firstChild === null) row.append(button);
  if (isOpen) button.setAttribute('aria-current', 'true');
  else button.removeAttribute('aria-current');
  button.replaceChildren(
    element(
      'span',
      { class: 'row-top' },
      element('span', { class: 'row-name' }, chat.customerName),
      element('time', { class: 'row-time', datetime: chat.changedAt }, timeText(chat.changedAt)),
    ),
    element('span', { class: 'row-text' }, firstLine(chat)),
    element(
      'span',
      { class: 'row-bottom' },
      statusChip(chat.status),
      unread > 0
        ? element(
            'span',
            { class: 'badge', 'aria-label': `${unread} unread` },
            unread > 99 ? '99+' : String(unread),
          )
        : undefined,
    ),
  );
}

export function statusChip(status) {
  const [tone, text] = statuses[status];
  return element('span', { class: 'chip', 'data-tone': tone }, text);
}

function firstLine(chat) {
  const said = chat.problem ?? chat.entries.findLast((entry) => entry.kind === 'message')?.text;
  return said?.trim().split('\n')[0] || 'Nothing said yet';
}
