import type { Event } from '../../../simulators/history/event.ts';

type WithoutTime<Each> = Each extends Event ? Omit<Each, 'at'> : never;
export type Timeless = WithoutTime<Event>;

/** Events one after the other, each 10 ms after the one before. */
export function recordOf(...events: readonly Timeless[]): readonly Event[] {
  return events.map((event, index): Event => ({ ...event, at: timeOf(index) }));
}

/** When the event of this number happens, from 0. */
export const timeOf = (index: number): number => 1_000_000 + index * 10;

const anna = 'conversation of Anna';

export const requested = (messageId: string, conversationId = anna): Timeless => ({
  type: 'session-requested',
  party: 'copilot',
  conversationId,
  messageId,
});

export const opened = (liveChatId: string, conversationId = anna): readonly Timeless[] => [
  { type: 'chat-opened', party: 'live-chat', conversationId, liveChatId },
  { type: 'session-opened', party: 'copilot', conversationId, liveChatId },
];

/** A chat whose id on the wire is a former one's. */
export const openedAgain = (idAgain: string, conversationId: string): readonly Timeless[] => {
  const [chat, told] = opened(`${idAgain}#2`, conversationId);
  return [{ ...chat, idAgain } as Timeless, told as Timeless];
};

/** The copilot is told that no agent can be had. */
export const refusedSession = (conversationId: string): Timeless => ({
  type: 'session-refused',
  party: 'copilot',
  conversationId,
});

/** A customer's words all the way to the desk. */
export const customerSays = (text: string, liveChatId = 'lc1', conversationId = anna) => {
  const said = { direction: 'to-live-chat', messageId: `activity ${text}`, text } as const;
  const from = { party: 'copilot', ...said, conversationId } as const;
  const to = { party: 'live-chat', ...said, liveChatId } as const;
  return {
    sent: { type: 'sent', ...from } as const,
    acked: { type: 'acked', ...from, status: 200 } as const,
    attempted: { type: 'attempted', ...to, outcome: 'delivered' } as const,
    shown: { type: 'shown', ...to } as const,
  };
};

/** An agent's words all the way to Teams. */
export const agentSays = (text: string, liveChatId = 'lc1', conversationId = anna) => {
  const said = { direction: 'to-customer', text } as const;
  const from = { party: 'live-chat', ...said, liveChatId, messageId: `message ${text}` } as const;
  const to = { party: 'teams', ...said, conversationId } as const;
  return {
    sent: { type: 'sent', ...from } as const,
    acked: { type: 'acked', ...from, status: 202 } as const,
    attempted: { type: 'attempted', ...to, outcome: 'delivered' } as const,
    shown: { type: 'shown', ...to } as const,
  };
};

/** What the bridge says to the customer in its own name. */
export const notice: Timeless = {
  ...agentSays('You are number 2 in the queue.').attempted,
};

type Said = ReturnType<typeof customerSays> | ReturnType<typeof agentSays>;
export const whole = ({ sent, acked, attempted, shown }: Said): readonly Timeless[] => [
  sent,
  acked,
  attempted,
  shown,
];

export const dead = ({ sent: { direction, text } }: Said): Timeless => ({
  type: 'dead-lettered',
  party: 'bridge',
  cause: 'expired',
  direction,
  text,
});

export const ended = (liveChatId: string, conversationId = anna): readonly Timeless[] => [
  { type: 'end-sent', party: 'copilot', conversationId },
  { type: 'session-ended', party: 'copilot', conversationId, liveChatId },
  { type: 'chat-ended', party: 'live-chat', liveChatId },
];

export const healed = { type: 'healed', party: 'bridge' } as const;
export const atRest = { type: 'rest', party: 'bridge', waiting: 0 } as const;
export const crash = { type: 'crash', party: 'bridge' } as const;
