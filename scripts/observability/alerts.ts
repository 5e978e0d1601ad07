/** An alert of Prometheus. */
export interface Alert {
  readonly name: string;
  /** In PromQL. */
  readonly expression: string;
  /** How long it has to be so; absent: at once. */
  readonly lasts?: string;
  readonly severity: 'critical' | 'warning';
  /** For the person who is woken, with the labels of the expression. */
  readonly summary: string;
  /** What to do, in one sentence; docs/operations.md says more. */
  readonly action: string;
}

const p99 = (metric: string, by = 'le'): string =>
  `histogram_quantile(0.99, sum by (${by}) (rate(${metric}_bucket[5m])))`;

export const alerts: readonly Alert[] = [
  {
    name: 'HandoffBridgeDown',
    expression: 'up{job="handoff-bridge"} == 0',
    lasts: '1m',
    severity: 'critical',
    summary: 'The bridge on {{ $labels.instance }} does not answer.',
    action: 'Look whether the process runs, and at the last lines of its log.',
  },
  {
    name: 'HandoffBridgeNotReady',
    expression: 'probe_success{job="handoff-bridge-readyz"} == 0',
    lasts: '1m',
    severity: 'critical',
    summary: 'GET /readyz of {{ $labels.instance }} is not 200: nothing can be stored.',
    action: 'Look at the disk or the database; callers get 503 and repeat.',
  },
  {
    name: 'HandoffDeadLetters',
    expression: 'sum by (direction) (increase(handoff_dead_lettered_total[1h])) > 0',
    severity: 'warning',
    summary: '{{ $value }} messages {{ $labels.direction }} were given up within an hour.',
    action: 'List the dead letters, and send them again or drop them.',
  },
  {
    name: 'HandoffPeerDown',
    expression: 'max by (role, peer) (handoff_breaker_state{state="open"}) == 1',
    lasts: '1m',
    severity: 'critical',
    summary: 'The {{ $labels.role }} {{ $labels.peer }} does not take messages; they wait in order.',
    action: 'Repair the peer or its settings; cause in the delivery lines of the log says why.',
  },
  {
    name: 'HandoffFeedUnheard',
    expression: 'handoff_feed_longest_unheard_seconds > 60',
    severity: 'critical',
    summary: 'A live chat has not been heard for {{ $value }} s on {{ $labels.instance }}.',
    action: 'Look at the cause of feed-failed in the log, and at the network to the live chat.',
  },
  {
    name: 'HandoffMessagesWait',
    expression: 'max by (direction) (handoff_waiting_messages) > 100',
    lasts: '5m',
    severity: 'warning',
    summary: '{{ $value }} messages {{ $labels.direction }} wait.',
    action: 'Look at outcome and cause of the delivery lines in the log.',
  },
  {
    name: 'HandoffMessageWaitsLong',
    expression: 'max(handoff_oldest_waiting_seconds) > 600',
    lasts: '5m',
    severity: 'warning',
    summary: 'A message has waited for {{ $value }} s.',
    action: 'The page for operators shows whose it is, and why it waits.',
  },
  {
    name: 'HandoffLiveChatUnavailable',
    expression: 'sum(increase(handoff_unavailable_total{reason="unavailable"}[15m])) > 5',
    severity: 'critical',
    summary: '{{ $value }} customers were told within 15 minutes that no agent can be had.',
    action: 'Check the live chat: npm run live-chat:check.',
  },
  {
    name: 'HandoffCommitsSlow',
    expression: `${p99('handoff_commit_seconds')} > 1`,
    lasts: '5m',
    severity: 'warning',
    summary: 'Commits take {{ $value }} s.',
    action: 'Look at the figures of the disk or the database.',
  },
  {
    name: 'HandoffDeliverySlow',
    expression: `${p99('handoff_delivery_seconds', 'le, direction')} > 10`,
    lasts: '5m',
    severity: 'warning',
    summary: 'Messages {{ $labels.direction }} take {{ $value }} s.',
    action: 'ms in the delivery lines of the log says whether the peer is slow.',
  },
  {
    name: 'HandoffRefusals',
    expression:
      'sum by (route, reason) (rate(handoff_refused_total{reason=~".*token.*|.*issuer.*|wrong-.*|unknown-caller|bad-signature"}[5m])) > 0.1',
    lasts: '5m',
    severity: 'warning',
    summary: 'Requests of {{ $labels.route }} are refused: {{ $labels.reason }}.',
    action: 'The refused lines of the log say what was compared.',
  },
];
