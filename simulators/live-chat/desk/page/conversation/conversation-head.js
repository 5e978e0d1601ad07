import { element } from '../../../../web/page/elements.js';
import { statusChip } from '../chat-list.js';

/** Who it is, who answers, and what can be done with the conversation as a whole. */
export function createConversationHead(chat, desk) {
  const line = element('p', { class: 'head-line' });
  const name = element('h2', {}, chat.customerName);
  const buttons = element('div', { class: 'head-buttons' });
  const back = element(
    'button',
    { type: 'button', class: 'button back', onclick: () => desk.choose(undefined) },
    'All conversations',
  );
  const root = element(
    'header',
    { class: 'head' },
    back,
    element('div', { class: 'head-who' }, name, line),
    buttons,
  );
  const transfer = element(
    'button',
    { type: 'button', class: 'button', onclick: () => askTransfer(chat, desk) },
    'Transfer',
  );
  const end = element(
    'button',
    { type: 'button', class: 'button danger', onclick: () => askEnd(chat, desk) },
    'End chat',
  );
  return {
    root,
    update(next) {
      name.textContent = next.customerName;
      const agent =
        next.agentName === undefined ? undefined : element('span', {}, `Answered by ${next.agentName}`);
      const locale = next.locale === undefined ? undefined : element('span', {}, next.locale);
      const id = element('span', { class: 'head-id', title: 'Id of this live chat' }, next.id);
      line.replaceChildren(
        ...[statusChip(next.status), agent, locale, id].filter((part) => part !== undefined),
      );
      const wanted = { queued: [end], active: [transfer, end], ended: [] }[next.status];
      if (wanted.length !== buttons.children.length) buttons.replaceChildren(...wanted);
    },
  };
}

async function askEnd(chat, desk) {
  if (!desk.tellsTheOtherSide()) return askEndHere(chat, desk);
  const said = await desk.ask({
    title: 'End this conversation?',
    text: `${desk.chat(chat.id).customerName} goes back to the copilot.`,
    label: 'A last message (optional)',
    confirm: 'End chat',
  });
  if (said === undefined) return;
  desk.act(chat.id, said === '' ? { act: 'end' } : { act: 'end', message: said });
}

/** The sample's live chat has no callback for an end. */
async function askEndHere(chat, desk) {
  const said = await desk.ask({
    title: 'End this conversation?',
    text: 'It ends on this desk alone: this kind of live chat cannot tell the customer.',
    confirm: 'End chat',
  });
  if (said !== undefined) desk.act(chat.id, { act: 'end' });
}

async function askTransfer(chat, desk) {
  const to = await desk.ask({
    title: 'Transfer to another agent',
    text: desk.tellsTheOtherSide()
      ? 'The customer is told who answers from now on.'
      : 'Only this desk shows it: this kind of live chat cannot tell the customer.',
    label: 'Name of the agent',
    confirm: 'Transfer',
    isRequired: true,
  });
  if (to !== undefined) desk.act(chat.id, { act: 'transfer', to });
}
