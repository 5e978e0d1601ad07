import { describe, expect, it } from 'vitest';
import { toldByConversation } from '../../../../src/adapters/live-chat/genesys/feed/told.ts';
import { conversation } from '../../../../src/adapters/live-chat/genesys/wire.ts';

const now = Date.parse('2026-11-23T09:30:00Z');
const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const customer = { id: 'c', purpose: 'customer', state: 'connected', connectedTime: at(-60) };
const dana = { id: 'd', purpose: 'agent', name: 'Dana', state: 'connected', connectedTime: at(-30) };
const eli = { id: 'e', purpose: 'agent', name: 'Eli', state: 'connected', connectedTime: at(-10) };
const gone = (disconnectType: string, seconds = -10) => ({
  state: 'disconnected',
  endTime: at(seconds),
  disconnectType,
});

function told(...participants: readonly object[]) {
  const {
    told: happened,
    end,
    againInMs,
  } = toldByConversation(conversation.parse({ id: 'conversation', participants }), now);
  return { told: happened.map(({ status }) => status), end: end?.status, againInMs };
}

const joined = { type: 'joined', agentName: 'Dana' };

describe('A conversation of Genesys', () => {
  it('tells an agent who is connected, and none for whom it rings', () => {
    expect(told(customer, dana).told).toEqual([joined]);
    const { connectedTime: _, ...ringing } = dana;
    expect(told(customer, { ...ringing, state: 'alerting' }).told).toEqual([]);
  });

  it('tells a transfer by who takes over, and never as an end', () => {
    expect(told(customer, { ...dana, ...gone('transfer') })).toEqual({ told: [joined] });
    const after = told(customer, { ...dana, ...gone('transfer.consult') }, eli);
    expect(after).toEqual({ told: [joined, { type: 'transferred', agentName: 'Eli' }] });
  });

  it('tells that an agent is gone once the conversation has gone on for 2 s', () => {
    const left = { type: 'left', agentName: 'Dana' };
    expect(told(customer, { ...dana, ...gone('client', -1) })).toEqual({ told: [joined], againInMs: 1000 });
    expect(told(customer, { ...dana, ...gone('client', -3) })).toEqual({ told: [joined, left] });
  });

  it('waits no longer than that where the clocks differ', () => {
    expect(told(customer, { ...dana, ...gone('client', 3600) }).againInMs).toBe(2000);
  });

  it('tells a leave before another agent joins', () => {
    const both = told(customer, { ...dana, ...gone('client', -20) }, { ...eli, ...gone('client', -5) });
    expect(both.told).toEqual([
      joined,
      { type: 'left', agentName: 'Dana' },
      { type: 'joined', agentName: 'Eli' },
      { type: 'left', agentName: 'Eli' },
    ]);
  });

  it.each([
    ['peer', 'agent'],
    ['timeout', 'idle'],
    ['INACTIVITY', 'idle'],
    ['session.expired', 'idle'],
    ['TRANSPORT_FAILURE', 'failed'],
    ['error', 'failed'],
  ])('that is over by %s has ended as %s, without a leave', (disconnectType, cause) => {
    const over = told({ ...customer, ...gone(disconnectType) }, { ...dana, ...gone('client') });
    expect(over).toEqual({ told: [joined], end: { type: 'ended', cause } });
  });

  it('to which no agent ever came has ended for want of one', () => {
    expect(told({ ...customer, ...gone('peer') }).end).toEqual({ type: 'ended', cause: 'no-agents' });
  });

  it('goes on while one participant of the customer is connected', () => {
    expect(told({ ...customer, ...gone('transfer') }, { ...customer, id: 'c2' }).end).toBeUndefined();
  });

  it('does not tell of who listens', () => {
    expect(told(customer, { ...dana, monitoredParticipantId: 'c' }).told).toEqual([]);
  });
});
