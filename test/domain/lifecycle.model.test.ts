import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { HandoffSession } from '../../src/domain/handoff-session.ts';
import { anyCommand, anyOf } from './any-command.ts';
import { anyLife, anySession, freshLife, sessionThatIs } from './lifecycle-model.ts';

const later = 1_000_000;

function afterwards(session: HandoffSession | undefined, command: Command): HandoffSession | undefined {
  const decision = decide(command, session, later);
  return decision.ok ? decision.value.reduce<HandoffSession | undefined>(evolve, session) : session;
}

/** Senders give these an id, by which the store knows their repeats; all others are known by what they say. */
const knownByTheirId: readonly Command['type'][] = [
  'request-handoff',
  'say-as-customer',
  'say-as-agent',
  'say-as-live-chat',
  'record-undeliverable',
  'record-late-arrival',
  'record-queue-position',
];

describe('A handoff session, whatever comes in whatever order,', () => {
  it('goes only forward, never has two live chats, and is silent once it is over', () => {
    fc.assert(
      fc.property(anyLife, (commands) => fc.modelRun(freshLife, commands)),
      { numRuns: 500 },
    );
  });

  it('that has ended never speaks again, to either side', () => {
    fc.assert(
      fc.property(sessionThatIs('ended'), anyCommand, (session, command) => {
        fc.pre(command.type !== 'request-handoff');
        const decision = decide(command, session, later);
        const events = decision.ok ? decision.value.map(({ type }) => type) : [];
        const silent: readonly (typeof events)[number][] = ['live-chat-opened', 'live-chat-over'];
        expect(events.filter((type) => !silent.includes(type))).toEqual([]);
      }),
    );
  });

  it('that is closing or ended refuses the words of both sides', () => {
    const words = fc.oneof(anyOf('say-as-customer'), anyOf('say-as-agent'), anyOf('say-as-live-chat'));
    fc.assert(
      fc.property(sessionThatIs('closing', 'ended'), words, (session, command) => {
        expect(decide(command, session, later)).toEqual({ ok: false, refusal: 'not-open' });
      }),
    );
  });

  it('that is not ended keeps its conversation to itself', () => {
    const notEnded = sessionThatIs('requested', 'queued', 'active', 'closing');
    fc.assert(
      fc.property(notEnded, anyOf('request-handoff'), (session, command) => {
        expect(decide(command, session, later)).toEqual({ ok: false, refusal: 'already-open' });
      }),
    );
  });

  it('decides to nothing when the same is done again', () => {
    fc.assert(
      fc.property(anySession, anyCommand, (session, command) => {
        fc.pre(!knownByTheirId.includes(command.type));
        // One agent without a name who takes over from another is news each time.
        fc.pre(command.type !== 'record-agent-transferred' || command.agentName !== undefined);
        const again = decide(command, afterwards(session, command), later + 1);
        expect(again.ok ? again.value : []).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is decided about by what is given alone, and left as it was', () => {
    fc.assert(
      fc.property(anySession, anyCommand, (session, command) => {
        const before = structuredClone(session);
        const first = decide(command, session, later);
        expect(decide(command, session, later)).toEqual(first);
        expect(session).toEqual(before);
      }),
    );
  });

  it('takes no word of the customer without a trace', () => {
    const open = sessionThatIs('requested', 'queued', 'active');
    fc.assert(
      fc.property(open, anyOf('say-as-customer'), (session, command) => {
        fc.pre(command.text !== '' && command.text !== command.problem);
        const decision = decide(command, session, later);
        const { messageId, text } = command;
        expect(decision).toMatchObject({ ok: true, value: [{ type: 'customer-said', messageId, text }] });
        expect(afterwards(session, command)).toMatchObject({ hasSpoken: true });
      }),
    );
  });
});
