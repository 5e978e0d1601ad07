import { element } from '../../../../web/page/elements.js';

/** How long a sign of typing is shown, in milliseconds. */
const shownForMs = 6_000;

/** A line that says that the customer is typing, until a message comes or some time has passed. */
export function createTypingSign(chat) {
  const root = element('p', { class: 'typing-sign', 'aria-live': 'polite' });
  let shownAt;
  let timer;
  const hide = () => root.replaceChildren();
  return {
    root,
    update({ customerTypedAt, changedAt, status }) {
      const isOver = status === 'ended' || customerTypedAt === undefined || customerTypedAt <= changedAt;
      if (isOver) return hide();
      if (customerTypedAt === shownAt) return;
      shownAt = customerTypedAt;
      clearTimeout(timer);
      if (Date.parse(customerTypedAt) < Date.now() - shownForMs) return hide();
      root.replaceChildren(`${chat.customerName} is typing …`);
      timer = setTimeout(hide, shownForMs);
    },
  };
}
