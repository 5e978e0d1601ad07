import { Counter, Histogram } from 'prom-client';
import type { HandoffEvent } from '../../../domain/events.ts';
import {
  closingReasons,
  type EndReason,
  type HandoffSession,
  type Unavailability,
} from '../../../domain/handoff-session.ts';
import type { Metrics } from './metrics.ts';

const endReasons: readonly Exclude<EndReason, 'unavailable'>[] = [...closingReasons, 'customer', 'copilot'];
const unavailabilities: readonly Unavailability[] = ['closed', 'no-agents', 'unavailable'];
const openings = ['queued', 'active'] as const;

/** Counts what a commit means for handoffs: its events, and the session after them. */
export type CountHandoffs = (events: readonly HandoffEvent[], session: HandoffSession) => void;

/** What has become of handoffs since the process started. */
export function handoffMetrics(metrics: Metrics): CountHandoffs {
  const registers = [metrics];
  const requested = new Counter({ name: 'handoff_requested_total', help: 'Handoffs asked for.', registers });
  const opened = new Counter({
    name: 'handoff_opened_total',
    help: 'Live chats that opened.',
    labelNames: ['as'],
    registers,
  });
  const unavailable = new Counter({
    name: 'handoff_unavailable_total',
    help: 'Handoffs for which no live chat opened.',
    labelNames: ['reason'],
    registers,
  });
  const ended = new Counter({
    name: 'handoff_ended_total',
    help: 'Handoffs that ended.',
    labelNames: ['reason'],
    registers,
  });
  const untilAgent = new Histogram({
    name: 'handoff_until_agent_seconds',
    help: 'From the request to an agent who joins.',
    buckets: [5, 15, 30, 60, 120, 300, 600, 1800, 3600],
    registers,
  });
  const duration = new Histogram({
    name: 'handoff_duration_seconds',
    help: 'From the request to the end.',
    buckets: [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800],
    registers,
  });
  // A counter that is there from the start shows its first increase.
  for (const as of openings) opened.inc({ as }, 0);
  for (const reason of unavailabilities) unavailable.inc({ reason }, 0);
  for (const reason of endReasons) ended.inc({ reason }, 0);

  const count = (event: HandoffEvent, session: HandoffSession): void => {
    switch (event.type) {
      case 'handoff-requested':
        requested.inc();
        break;
      case 'live-chat-opened':
        opened.inc({ as: event.opening.as });
        break;
      case 'handoff-ended':
        duration.observe(secondsSince(session, event.at));
        if (event.reason === 'unavailable')
          unavailable.inc({ reason: event.unavailability?.why ?? 'unavailable' });
        else ended.inc({ reason: event.reason });
    }
  };
  return (events, session) => {
    const joinedAt = agentAt(events, session);
    if (joinedAt !== undefined) untilAgent.observe(secondsSince(session, joinedAt));
    for (const event of events) count(event, session);
  };
}

const secondsSince = ({ requestedAt }: HandoffSession, at: number): number =>
  Math.max(0, at - requestedAt) / 1000;

/** When an agent came who was waited for: with the answer to the start or later, once in a commit. */
function agentAt(events: readonly HandoffEvent[], session: HandoffSession): number | undefined {
  if (session.status !== 'active') return undefined;
  return events.find(
    (event) =>
      event.type === 'agent-joined' || (event.type === 'live-chat-opened' && event.opening.as === 'active'),
  )?.at;
}
