import { byId, element } from '../../web/page/elements.js';

/** The two pages between which the console stands. They are loaded once, and another conversation only when told. */
export function createFrames() {
  let customerAt = '';
  let deskAt = '';
  let desk;
  const customer = (url) => {
    if (url === customerAt) return;
    customerAt = url;
    byId('customer-place').replaceChildren(element('iframe', { src: url, title: 'Customer in Teams' }));
  };
  return {
    show(pages, conversation) {
      byId('customer-alone').href = pages.customerAlone;
      byId('desk-alone').href = pages.desk;
      if (pages.customer === undefined) showElsewhere(pages.customerAlone);
      else if (conversation) customer(`${pages.customer}?chat=${encodeURIComponent(conversation.id)}`);
      if (!desk) {
        desk = element('iframe', { src: pages.desk, title: 'Agent’s desk' });
        byId('desk-place').replaceChildren(desk);
      }
      const chat = conversation?.liveChatId;
      const url = chat === undefined ? pages.desk : `${pages.desk}#${encodeURIComponent(chat)}`;
      // Only the part behind # differs, so the desk stays and opens the chat.
      if (url !== deskAt && (chat !== undefined || deskAt !== '')) desk.src = url;
      deskAt = url;
    },
  };
}

function showElsewhere(url) {
  const place = byId('customer-place');
  if (place.childElementCount > 0) return;
  place.append(
    element(
      'div',
      { class: 'elsewhere' },
      element('p', {}, 'The customer writes in the Agents Playground.'),
      element('a', { href: url, target: '_blank', rel: 'noopener' }, 'Open the Agents Playground'),
    ),
  );
}
