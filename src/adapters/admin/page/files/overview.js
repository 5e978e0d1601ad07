import { byId, chip, element, idOf, listOf, show, timeOf } from './dom.js';
import { letterButtons } from './letter-buttons.js';

const breakerTones = { closed: 'good', 'half-open': 'wait', open: 'bad' };

const title = (id, text) => element('h2', { id }, text);

const sessionButton = (id, key, open) =>
  element(
    'button',
    { type: 'button', class: 'link', 'data-key': `${key} ${id}`, onclick: () => open(id) },
    id,
  );

const head = (...children) => element('div', { class: 'row-head' }, ...children);

/** How the bridge is: what waits longest, peers, and what was refused. */
export function showOverview(overview, open) {
  const { oldestWaiting, peers, refused, pending } = overview;
  show(byId('waiting'), { oldestWaiting, pending }, () => [
    title('waiting-title', `Oldest waiting (${pending['to-live-chat'] + pending['to-customer']} in all)`),
    listOf(oldestWaiting, 'Nothing waits.', (each) =>
      element(
        'li',
        {},
        head(
          timeOf(each.acceptedAt),
          chip(each.direction, 'wait'),
          sessionButton(each.sessionId, 'waiting', open),
        ),
        element(
          'p',
          { class: 'row-more' },
          `${each.kind}, attempt ${each.attempts}${each.cause ? `, ${each.cause}` : ''}, next `,
          timeOf(each.dueAt),
        ),
      ),
    ),
  ]);
  show(byId('peers'), peers, () => [
    title('peers-title', 'Peers of this replica'),
    listOf(peers, 'None is called.', ({ role, id, state, hasAnswered }) =>
      element(
        'li',
        {},
        head(
          element('span', { class: 'event' }, `${role} ${id}`),
          chip(`breaker ${state}`, breakerTones[state]),
          hasAnswered ? undefined : element('span', { class: 'muted' }, 'has not answered yet'),
        ),
      ),
    ),
  ]);
  show(byId('refused'), refused, () => [
    title('refused-title', 'Requests that this replica refused'),
    listOf(refused, 'None was refused.', ({ route, reason, count, lastAt }) =>
      element(
        'li',
        {},
        head(
          timeOf(lastAt),
          element('span', { class: 'event' }, reason),
          idOf(route),
          chip(`${count} in all`),
        ),
      ),
    ),
  ]);
}

export function showDeadLetters({ deadLetters }, { open, ...actions }) {
  show(byId('dead-letters'), deadLetters, () => [
    title('dead-letters-title', `Dead letters (${deadLetters.length})`),
    listOf(deadLetters.slice(0, 50), 'There are none.', ({ id, sessionId, direction, cause, diedAt }) =>
      element(
        'li',
        {},
        head(
          timeOf(diedAt),
          chip(direction, 'bad'),
          element('span', { class: 'event' }, cause),
          ...letterButtons(id, actions),
        ),
        head(sessionButton(sessionId, `dead ${id}`, open)),
      ),
    ),
  ]);
}

export function showFound(sessions, open) {
  const node = byId('found');
  node.hidden = sessions.length < 2;
  show(node, sessions, () => [
    title('found-title', `${sessions.length} sessions`),
    listOf(sessions, '', ({ id, status, reason, requestedAt }) =>
      element(
        'li',
        {},
        head(
          timeOf(requestedAt),
          chip(reason ? `${status}: ${reason}` : status),
          sessionButton(id, 'found', open),
        ),
      ),
    ),
  ]);
}
