import { byId, element } from '../../web/page/elements.js';

const lanes = [
  { direction: 'to-live-chat', title: 'To the agent', peer: 'live-chat', name: 'Live chat' },
  { direction: 'to-customer', title: 'To the customer', peer: 'channel', name: 'Teams' },
];
const breakers = {
  closed: ['good', 'reachable'],
  'half-open': ['bad', 'being tried'],
  open: ['bad', 'left alone'],
};

/** Draws both lanes: totals of all conversations, and what the chosen one is trying again. */
export function drawLanes({ metrics, retries, bridge }) {
  byId('lanes').replaceChildren(
    ...lanes.map((lane) => laneView(lane, { metrics, retry: retries[lane.direction], bridge })),
  );
}

function laneView({ direction, title, peer, name }, { metrics, retry, bridge }) {
  const numbers = metrics?.lanes[direction];
  const [tone, state] = breakers[metrics?.breakers[peer]] ?? ['plain', 'not known'];
  return element(
    'section',
    { class: 'panel lane', 'aria-label': `Lane ${title.toLowerCase()}` },
    element(
      'h2',
      {},
      title,
      element(
        'span',
        { class: 'party', 'data-tone': tone },
        element('span', { class: 'party-name' }, `${name}: `),
        state,
      ),
    ),
    element(
      'dl',
      { title: 'All conversations together, since the bridge was started' },
      figure('pending', numbers?.pending, true),
      figure('delivered', numbers?.delivered),
      figure('retries', numbers?.retried),
    ),
    element('p', { class: 'retry', 'data-is': retry ? 'on' : 'off' }, retryText(retry, bridge)),
  );
}

function figure(name, value, isWaiting = false) {
  const isSome = isWaiting && value > 0;
  return element(
    'div',
    {},
    element('dt', {}, name),
    element('dd', { 'data-some': isSome ? 'true' : undefined }, value === undefined ? '–' : String(value)),
  );
}

function retryText(retry, { status }) {
  if (status !== 'running') return 'The bridge is down. What it accepted is kept.';
  if (!retry) return 'No retry in this conversation.';
  const { attempt, outcome } = retry;
  const cause = retry.cause.replace(/^(\d+) \1$/, '$1');
  const why = outcome === 'unknown' ? `outcome unknown (${cause})` : `did not arrive (${cause})`;
  return `Retrying: attempt ${attempt} ${why}.`;
}
