import { byId } from '../../web/page/elements.js';
import { stayAtEnd } from '../../web/page/stay-at-end.js';
import { entryFor, showDelivery } from './bubble.js';

const groupWithinMs = 5 * 60_000;
const typingShownMs = 10_000;

/** What was said, the newest last. */
export function createTranscript() {
  const [log, typing, welcome] = ['log', 'typing', 'welcome'].map(byId);
  const end = stayAtEnd(byId('scroll'));
  let last;
  let typingTimer;

  const isGrouped = ({ from, at }) =>
    last?.from === from && Date.parse(at) - Date.parse(last.at) < groupWithinMs;
  return {
    clear() {
      log.replaceChildren();
      last = undefined;
      typing.hidden = true;
      welcome.hidden = false;
    },
    /** A message that is shown already changes its delivery alone. */
    show(message, copilotName) {
      const known = [...log.children].findLast((entry) => entry.dataset.id === message.id);
      if (known) return showDelivery(known, message.delivery);
      welcome.hidden = true;
      if (message.from === 'copilot') typing.hidden = true;
      log.append(entryFor(message, { isFirst: !isGrouped(message), copilotName }));
      last = message;
      if (message.from === 'customer') end.go();
      else end.grown();
    },
    showTyping() {
      typing.hidden = false;
      end.grown();
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => {
        typing.hidden = true;
      }, typingShownMs);
    },
  };
}
