import type { Panel } from './panel.ts';

/** A figure of /metrics: the table in docs/operations.md and the dashboard are made of these. */
export interface Figure {
  readonly name: string;
  readonly labels: readonly string[];
  /** In Markdown. */
  readonly meaning: string;
  /** What the dashboard draws of it; absent for what a table says better. */
  readonly panel?: Panel;
}

const quantile = (share: number, metric: string, by = 'le'): string =>
  `histogram_quantile(${share}, sum by (${by}) (rate(${metric}_bucket[$__rate_interval])))`;
const rateBy = (metric: string, by: string): string => `sum by (${by}) (rate(${metric}[$__rate_interval]))`;
const increaseBy = (metric: string, by: string): string => `sum by (${by}) (increase(${metric}[1h]))`;

export const figures: readonly Figure[] = [
  {
    name: 'handoff_requested_total',
    labels: [],
    meaning: 'handoffs that were asked for since the start',
    panel: {
      title: 'Handoffs asked for, an hour',
      row: 'Handoffs',
      lines: [['sum(increase(handoff_requested_total[1h]))', 'asked for']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_opened_total',
    labels: ['as'],
    meaning: 'live chats that opened: `queued`, or `active` with an agent at once',
    panel: {
      title: 'Live chats opened, an hour',
      row: 'Handoffs',
      lines: [[increaseBy('handoff_opened_total', 'as'), '{{as}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_unavailable_total',
    labels: ['reason'],
    meaning:
      'handoffs for which no live chat opened: `closed`, `no-agents`, or `unavailable` where it could not be reached',
    panel: {
      title: 'No live chat, an hour',
      row: 'Handoffs',
      lines: [[increaseBy('handoff_unavailable_total', 'reason'), '{{reason}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_ended_total',
    labels: ['reason'],
    meaning: 'handoffs that ended after a live chat had been asked for, by who or what ended them',
    panel: {
      title: 'Ended, an hour',
      row: 'Handoffs',
      lines: [[increaseBy('handoff_ended_total', 'reason'), '{{reason}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_until_agent_seconds',
    labels: [],
    meaning:
      'histogram, from the request to an agent who joins, again for each who joins later; nothing of live chats that do not tell who joins',
    panel: {
      title: 'Wait for an agent',
      row: 'Handoffs',
      lines: [
        [quantile(0.5, 'handoff_until_agent_seconds'), 'median'],
        [quantile(0.9, 'handoff_until_agent_seconds'), 'nine in ten'],
      ],
      unit: 's',
    },
  },
  {
    name: 'handoff_duration_seconds',
    labels: [],
    meaning: 'histogram, from the request to the end',
    panel: {
      title: 'Length of handoffs',
      row: 'Handoffs',
      lines: [
        [quantile(0.5, 'handoff_duration_seconds'), 'median'],
        [quantile(0.9, 'handoff_duration_seconds'), 'nine in ten'],
      ],
      unit: 's',
    },
  },
  {
    name: 'handoff_sessions',
    labels: ['state', 'reason'],
    meaning: 'sessions held now; `reason` says why one is ended or closing',
    panel: {
      title: 'Sessions now',
      row: 'Handoffs',
      lines: [['max by (state) (handoff_sessions{state!="ended"})', '{{state}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_waiting_messages',
    labels: ['direction'],
    meaning: 'messages that wait for delivery',
    panel: {
      title: 'Messages that wait',
      row: 'Messages',
      lines: [['max by (direction) (handoff_waiting_messages)', '{{direction}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_oldest_waiting_seconds',
    labels: [],
    meaning: 'age of the oldest message that waits for delivery, in seconds; 0 when none does',
    panel: {
      title: 'Oldest that waits',
      row: 'Messages',
      lines: [['max(handoff_oldest_waiting_seconds)', 'oldest']],
      unit: 's',
    },
  },
  {
    name: 'handoff_dead_letters',
    labels: ['direction'],
    meaning: 'dead letters held now',
    panel: {
      title: 'Dead letters',
      row: 'Messages',
      lines: [['max by (direction) (handoff_dead_letters)', '{{direction}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_accepted_total',
    labels: ['direction'],
    meaning: 'messages accepted since the start, those of the bridge itself included',
    panel: {
      title: 'Messages accepted',
      row: 'Messages',
      lines: [[rateBy('handoff_accepted_total', 'direction'), '{{direction}}']],
      unit: 'reqps',
    },
  },
  { name: 'handoff_delivered_total', labels: ['direction'], meaning: 'messages delivered' },
  {
    name: 'handoff_retried_total',
    labels: ['direction'],
    meaning:
      'attempts that failed and are made again; attempts that sent nothing, because a circuit is open or a rate limit is reached, do not count',
    panel: {
      title: 'Attempts made again',
      row: 'Messages',
      lines: [[rateBy('handoff_retried_total', 'direction'), '{{direction}}']],
      unit: 'reqps',
    },
  },
  {
    name: 'handoff_dead_lettered_total',
    labels: ['direction'],
    meaning: 'messages that became dead letters, those given up with their session included',
  },
  {
    name: 'handoff_delivery_seconds',
    labels: ['direction'],
    meaning: 'histogram, from acceptance to delivery',
    panel: {
      title: 'From acceptance to delivery',
      row: 'Messages',
      lines: [
        [quantile(0.5, 'handoff_delivery_seconds', 'le, direction'), 'median {{direction}}'],
        [quantile(0.99, 'handoff_delivery_seconds', 'le, direction'), 'p99 {{direction}}'],
      ],
      unit: 's',
    },
  },
  {
    name: 'handoff_refused_total',
    labels: ['route', 'reason'],
    meaning: 'requests refused; the reasons are [below](#refusals)',
    panel: {
      title: 'Requests refused',
      row: 'Peers',
      lines: [[rateBy('handoff_refused_total', 'route, reason'), '{{route}} {{reason}}']],
      unit: 'reqps',
    },
  },
  {
    name: 'handoff_feeds',
    labels: ['state'],
    meaning:
      'sessions whose live chat this process listens to, `heard` and `unheard`; 0 for a live chat that calls back with everything',
    panel: {
      title: 'Feeds',
      row: 'Peers',
      lines: [['sum by (state) (handoff_feeds)', '{{state}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_feed_longest_unheard_seconds',
    labels: [],
    meaning: 'age of the oldest unheard feed, in seconds',
  },
  {
    name: 'handoff_breaker_state',
    labels: ['role', 'peer', 'state'],
    meaning:
      '1 for the state (`closed`, `half-open`, `open`) in which the breaker of a peer is: `role` is `live-chat`, `channel` or `caller`, and `peer` its id, such as `reference`, `msteams`, `skill`',
    panel: {
      title: 'Peers that are not called',
      row: 'Peers',
      lines: [['max by (role, peer) (handoff_breaker_state{state!="closed"})', '{{role}} {{peer}}']],
      unit: 'short',
    },
  },
  {
    name: 'handoff_commit_seconds',
    labels: [],
    meaning:
      'histogram, how long the store takes to make something durable; everything that is answered waits for one',
    panel: {
      title: 'Commits',
      row: 'Store and process',
      lines: [
        [quantile(0.5, 'handoff_commit_seconds'), 'median'],
        [quantile(0.99, 'handoff_commit_seconds'), 'p99'],
      ],
      unit: 's',
    },
  },
  {
    name: 'handoff_build_info',
    labels: ['version', 'node', 'store', 'live_chat'],
    meaning: 'always 1; the labels say what runs',
  },
];
