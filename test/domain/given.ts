import { expect } from 'vitest';
import type { Command } from '../../src/domain/commands.ts';
import { type Decision, decide, type Refusal } from '../../src/domain/decide.ts';
import type { HandoffEvent } from '../../src/domain/events.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { HandoffSession } from '../../src/domain/handoff-session.ts';
import { now } from './builders.ts';

/** `given(queued).when(danaJoins).yields(danaJoined)`. */
export function given(session: HandoffSession | undefined) {
  return {
    when: (command: Command) => decisionOf(decide(command, session, now)),
    /** `given(queued).after(danaJoined).is(withDana)`. */
    after: (...events: readonly HandoffEvent[]) => {
      const evolved = events.reduce<HandoffSession | undefined>(evolve, session);
      return { is: (expected: HandoffSession) => expect(evolved).toStrictEqual(expected) };
    },
  };
}

export type Given = ReturnType<typeof given>;

function decisionOf(decision: Decision) {
  return {
    yields: (...events: readonly HandoffEvent[]) =>
      expect(decision).toStrictEqual({ ok: true, value: events }),
    decidesToNothing: () => expect(decision).toStrictEqual({ ok: true, value: [] }),
    isRefused: (refusal: Refusal) => expect(decision).toStrictEqual({ ok: false, refusal }),
  };
}

/** What a session does about one command, as the rest of a sentence, with its proof. */
export type Row = readonly [does: string, proof: (session: Given) => void];

/** One row for each command there is: the compiler reports the one that was forgotten. */
export type Rows = Readonly<Record<Command['type'], Row>>;
