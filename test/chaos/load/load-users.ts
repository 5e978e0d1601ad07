import { setTimeout as sleep } from 'node:timers/promises';
import type { Chat } from '../../../simulators/live-chat/start-live-chat.ts';
import type { Customer } from '../../../simulators/teams/customer.ts';
import type { ChaosWorld } from '../chaos-world.ts';

export interface Acting {
  readonly random: () => number;
  /** Words that were never said before. */
  readonly words: () => string;
  /** Mean time between two things that one person does, in milliseconds. */
  readonly everyMs: number;
  readonly isOver: () => boolean;
}

/** A customer who asks for a person, talks, says goodbye and comes back, until it is over. */
export async function playCustomer(world: ChaosWorld, customer: Customer, acting: Acting): Promise<void> {
  const { stateOf } = world.microsoft.copilotStudio;
  while (!acting.isOver()) {
    const { holder } = stateOf(customer.conversationId);
    const isLeaving = holder.status === 'with-skill' && acting.random() < 0.04;
    // A turn that fails is told to the customer, who goes on.
    await customer.says(isLeaving ? 'Good bye' : sayingIn(holder.status, acting)).catch(() => undefined);
    await pause(acting);
  }
}

function sayingIn(stage: 'copilot' | 'asking' | 'with-skill', { words }: Acting): string {
  switch (stage) {
    case 'copilot':
      return 'I want to talk with a person';
    case 'asking':
      return 'My invoice is wrong';
    case 'with-skill':
      return words();
  }
}

/** Agents who take every chat that is opened, talk and sometimes hang up, until it is over. */
export async function playDesk({ liveChat }: ChaosWorld, acting: Acting): Promise<void> {
  const taken = new Set<string>();
  const agents: Promise<void>[] = [];
  while (!acting.isOver()) {
    for (const chat of liveChat.chats) {
      if (taken.has(chat.id)) continue;
      taken.add(chat.id);
      agents.push(playAgent(chat, acting));
    }
    await sleep(50);
  }
  await Promise.all(agents);
}

async function playAgent(chat: Chat, acting: Acting): Promise<void> {
  void chat.join('Dana');
  while (!acting.isOver() && chat.status !== 'ended') {
    await pause(acting);
    const dice = acting.random();
    if (dice < 0.02) void chat.ends({ message: acting.words() });
    else if (dice < 0.2) await Promise.all([chat.says(acting.words()), chat.says(acting.words())]);
    else await chat.says(acting.words());
  }
}

const pause = ({ everyMs, random }: Acting) => sleep(everyMs * (0.5 + random()));
