import { byId, chip, element, idOf, listOf, show, timeOf, withTimes } from './dom.js';
import { letterButtons } from './letter-buttons.js';

const stateTones = {
  pending: 'wait',
  attempting: 'wait',
  delivered: 'good',
  dropped: 'plain',
  'dead-letter': 'bad',
  removed: 'plain',
};
const statusTones = { active: 'good', queued: 'wait', requested: 'wait', closing: 'wait', ended: 'plain' };
const findingTones = { 'all-delivered': 'good', over: 'plain', 'dead-letters': 'bad', 'peer-refuses': 'bad' };

const arrows = { 'to-live-chat': 'customer → live chat', 'to-customer': 'live chat → customer' };
const kinds = { say: 'words', notice: 'notice', start: 'start', end: 'end', return: 'return to the copilot' };

/** One session: what keeps messages back, its ids, and everything that happened, in the order of time. */
export function showSession(details, actions) {
  const node = byId('session');
  node.hidden = false;
  show(node, details, () => {
    const { session, findings, isShortened } = details;
    return [
      element(
        'h2',
        { id: 'session-title', tabindex: '-1', 'data-key': 'title' },
        'Session ',
        idOf(session.id),
      ),
      element('ul', { class: 'findings', 'aria-label': 'What is found' }, ...findings.map(finding)),
      facts(session),
      element('h3', {}, 'Timeline'),
      isShortened ? element('p', { class: 'muted' }, 'The beginning is missing.') : undefined,
      listOf(happenings(details), 'Nothing has happened.', (each) => rowOf(each, actions)),
      session.customerId === 'erased'
        ? element('p', { class: 'muted' }, 'Its texts are erased.')
        : element(
            'div',
            { class: 'actions' },
            element(
              'button',
              {
                type: 'button',
                class: 'button danger',
                'data-key': 'erase',
                onclick: () => actions.onErase(session.customerId),
              },
              'Erase this customer…',
            ),
          ),
    ].filter((each) => each !== undefined);
  });
}

const finding = ({ type, text, advice }) =>
  element(
    'li',
    { class: 'finding', 'data-tone': findingTones[type] ?? 'wait', 'data-type': type },
    element('p', { class: 'finding-text' }, ...withTimes(text)),
    element('p', { class: 'advice' }, advice),
  );

function facts(session) {
  const { status, reason, conversationId, customerId, liveChatId, caller, channel, requestedAt } = session;
  const rows = [
    ['State', chip(reason ? `${status}: ${reason}` : status, statusTones[status])],
    ['Requested', timeOf(requestedAt)],
    ['Conversation', idOf(conversationId)],
    ['Customer', idOf(customerId)],
    ['Live chat', liveChatId ? idOf(liveChatId) : 'not opened'],
    ['By', `${caller}, ${channel}`],
  ];
  const cells = rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
  return element('dl', { class: 'facts' }, ...cells);
}

const happenings = ({ events, messages }) =>
  [
    ...events.map((event) => ({ at: event.at, event })),
    ...messages.map((message) => ({ at: message.acceptedAt, message })),
  ].sort((one, other) => one.at.localeCompare(other.at));

function rowOf({ event, message }, on) {
  if (message) return messageRow(message, on);
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'row-head' },
      timeOf(event.at),
      element('span', { class: 'event' }, event.type.replaceAll('-', ' ')),
      event.detail ? element('span', { class: 'muted' }, event.detail) : undefined,
    ),
  );
}

function messageRow(message, actions) {
  const { id, direction, kind, bytes, state, acceptedAt, attempts, failures } = message;
  const controls = state === 'dead-letter' ? letterButtons(id, actions) : [];
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'row-head' },
      timeOf(acceptedAt),
      chip(state, stateTones[state]),
      element('span', {}, arrows[direction]),
      element(
        'span',
        { class: 'muted' },
        `${kinds[kind] ?? kind}, ${bytes} bytes, ${counted(attempts, 'attempt')}`,
      ),
      ...controls,
    ),
    element('p', { class: 'row-more' }, idOf(id), ...more(message)),
    failures.length > 0 ? failed(id, failures) : undefined,
  );
}

function more({ cause, dueAt, settledAt, state, unknownAttempts, replayedAt }) {
  const parts = [];
  if (cause) parts.push(` · ${cause}`);
  if (dueAt) parts.push(' · next attempt ', timeOf(dueAt));
  if (settledAt) parts.push(` · ${state} `, timeOf(settledAt));
  if (unknownAttempts > 0) parts.push(` · ${counted(unknownAttempts, 'attempt')} may have delivered it`);
  if (replayedAt.length > 0) parts.push(` · replayed ${counted(replayedAt.length, 'time')}`);
  return parts;
}

const failed = (id, failures) =>
  element(
    'details',
    { 'data-key': `failures ${id}` },
    element('summary', { 'data-key': `summary ${id}` }, `Not delivered ${counted(failures.length, 'time')}`),
    element(
      'ol',
      {},
      ...failures.map(({ at, cause, until }) =>
        element('li', {}, timeOf(at), ` ${cause}, next attempt planned for `, timeOf(until)),
      ),
    ),
  );

const counted = (count, name) => `${count} ${name}${count === 1 ? '' : 's'}`;
