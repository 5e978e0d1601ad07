import fc from 'fast-check';
import { expect } from 'vitest';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import type { HandoffEvent } from '../../src/domain/events.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { type HandoffSession, liveChatIdOf } from '../../src/domain/handoff-session.ts';
import type { LiveChatId } from '../../src/domain/ids.ts';
import { anyCommand, anyOf } from './any-command.ts';
import { requested } from './builders.ts';

/** All that has to be remembered to say what a session may do next. */
export interface Remembered {
  stage: 'none' | HandoffSession['status'];
  liveChat: LiveChatId | undefined;
}

/** The session itself, and all that ever came of it. */
export interface Lived {
  session: HandoffSession | undefined;
  time: number;
  readonly events: HandoffEvent[];
}

export const freshLife = () => ({
  model: { stage: 'none', liveChat: undefined } satisfies Remembered as Remembered,
  real: { session: undefined, time: 1000, events: [] } satisfies Lived as Lived,
});

/** Which stage may follow which; there is no way back from the end but a new request. */
const mayBecome: Readonly<Record<Remembered['stage'], readonly Remembered['stage'][]>> = {
  none: ['none', 'requested'],
  requested: ['requested', 'queued', 'active', 'closing', 'ended'],
  queued: ['queued', 'active', 'closing', 'ended'],
  active: ['active', 'queued', 'closing', 'ended'],
  closing: ['closing', 'ended'],
  ended: ['ended', 'requested'],
};

const words: readonly HandoffEvent['type'][] = [
  'customer-said',
  'agent-said',
  'live-chat-said',
  'agent-joined',
  'idle-warned',
];

class Commanded implements fc.Command<Remembered, Lived> {
  readonly command: Command;

  constructor(command: Command) {
    this.command = command;
  }

  check(): boolean {
    return true;
  }

  run(model: Remembered, real: Lived): void {
    const before = real.session;
    const decision = decide(this.command, before, ++real.time);
    const events = decision.ok ? decision.value : [];
    const after = events.reduce<HandoffSession | undefined>(evolve, before);

    expect(mayBecome[model.stage]).toContain(after?.status ?? 'none');
    if (model.stage === 'closing' || model.stage === 'ended') {
      for (const { type } of events) expect(words).not.toContain(type);
    }
    const liveChat = after && liveChatIdOf(after);
    if (after?.id === before?.id && model.liveChat !== undefined) expect(liveChat).toBe(model.liveChat);
    if (!decision.ok) expect(after).toBe(before);

    model.stage = after?.status ?? 'none';
    model.liveChat = liveChat;
    real.session = after;
    real.events.push(...events);
  }

  toString(): string {
    return fc.stringify(this.command);
  }
}

export const anyLife = fc.commands<Remembered, Lived>([anyCommand.map((command) => new Commanded(command))], {
  maxCommands: 40,
});

const lived = (commands: readonly Command[]): HandoffSession | undefined =>
  commands.reduce<HandoffSession | undefined>((session, command, index) => {
    const decision = decide(command, session, 1000 + index);
    return decision.ok ? decision.value.reduce<HandoffSession | undefined>(evolve, session) : session;
  }, undefined);

/** A session as some life left it. */
export const anySession: fc.Arbitrary<HandoffSession | undefined> = fc
  .array(anyCommand, { maxLength: 12 })
  .map(lived);

/** As `anySession`, but there is one, and it has come to one of these stages. */
export const sessionThatIs = (...stages: readonly HandoffSession['status'][]): fc.Arbitrary<HandoffSession> =>
  fc
    .tuple(anyOf('request-handoff'), fc.array(anyCommand, { maxLength: 12 }))
    .map(([request, commands]) => lived([request, ...commands]))
    .filter((session) => session !== undefined && stages.includes(session.status))
    .map((session) => session ?? requested);
