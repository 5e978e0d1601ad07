import { describe, expect, it } from 'vitest';
import { handoffMetrics } from '../../../src/adapters/admin/metrics/handoff-metrics.ts';
import { newMetrics } from '../../../src/adapters/admin/metrics/metrics.ts';
import type { HandoffEvent } from '../../../src/domain/events.ts';
import type { HandoffSession } from '../../../src/domain/handoff-session.ts';
import { ended, queued, requested, withDana } from '../../domain/builders.ts';
import * as e from '../../domain/events.ts';

/** The figures after these commits, each with the session after it; those that are 0 are left out. */
async function figuresAfter(...commits: readonly (readonly [HandoffSession, ...HandoffEvent[]])[]) {
  const metrics = newMetrics();
  const count = handoffMetrics(metrics);
  for (const [session, ...events] of commits) count(events, session);
  const text = await metrics.metrics();
  const samples = [...text.matchAll(/^(handoff_\S+) (\S+)$/gm)].filter(
    ([, name = '']) => !name.includes('_bucket'),
  );
  return Object.fromEntries(
    samples.flatMap(([, name, value]) => (value === '0' ? [] : [[name, Number(value)]])),
  );
}

const { requestedAt } = requested;
const at = <Event extends HandoffEvent>(seconds: number, event: Event): Event => ({
  ...event,
  at: requestedAt + seconds * 1000,
});

describe('What becomes of a handoff', () => {
  it('is counted from the request to the end, with the wait for the agent', async () => {
    const figures = await figuresAfter(
      [requested, at(0, e.handoffRequested)],
      [queued, at(1, e.liveChatQueued)],
      [withDana, at(40, e.danaJoined)],
      [withDana, at(50, e.danaSaid)],
      [ended, at(300, e.endedBy('agent'))],
    );
    expect(figures).toEqual({
      handoff_requested_total: 1,
      'handoff_opened_total{as="queued"}': 1,
      'handoff_ended_total{reason="agent"}': 1,
      handoff_until_agent_seconds_sum: 40,
      handoff_until_agent_seconds_count: 1,
      handoff_duration_seconds_sum: 300,
      handoff_duration_seconds_count: 1,
    });
  });

  it('has waited no longer than for the start where an agent is there with its answer', async () => {
    const opened = { ...e.liveChatQueued, opening: { as: 'active' } } as const;
    const figures = await figuresAfter([withDana, at(2, opened), at(2, e.danaJoined)]);
    expect(figures).toMatchObject({
      'handoff_opened_total{as="active"}': 1,
      handoff_until_agent_seconds_sum: 2,
      handoff_until_agent_seconds_count: 1,
    });
  });

  it('is no wait while the start is not answered, when an agent has joined already', async () => {
    expect(await figuresAfter([requested, at(1, e.danaJoined)])).toEqual({});
  });

  it.each(['closed', 'no-agents', 'unavailable'] as const)(
    'says why there was no live chat: %s',
    async (why) => {
      const event = e.noLiveChat({ why, liveChatMayExist: false });
      const figures = await figuresAfter([ended, at(3, event)]);
      expect(figures).toMatchObject({ [`handoff_unavailable_total{reason="${why}"}`]: 1 });
      expect(Object.keys(figures).join()).not.toContain('handoff_ended_total');
    },
  );

  it('is there from the start with zeros, so that the first increase shows', async () => {
    const metrics = newMetrics();
    handoffMetrics(metrics);
    expect(await metrics.metrics()).toContain('handoff_ended_total{reason="customer"} 0');
  });
});
