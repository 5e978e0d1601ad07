import { randomUUID } from 'node:crypto';
import type { Activity } from '../../teams/activity.ts';
import type { Speak } from '../speech.ts';

/** One thing that the copilot said, with its number in the chat, from 1. */
export interface Shown {
  readonly number: number;
  readonly activity: Activity;
}

/** The chats of apps that talk to the copilot by its connection string, with no channel between. */
export interface DirectChats {
  /** The id of a new one. */
  open(): string;
  has(conversationId: string): boolean;
  /** What is spoken in these chats is shown here, all else by `speak`. */
  besides(speak: Speak): Speak;
  /** Hears what is shown with a higher number than `after`, from now on if it is absent, until the returned function is called. */
  listen(conversationId: string, hear: (shown: Shown) => void, after?: number): () => void;
}

interface DirectChat {
  readonly shown: Shown[];
  readonly listeners: Set<(shown: Shown) => void>;
}

export function createDirectChats(): DirectChats {
  const chats = new Map<string, DirectChat>();
  const show = (conversationId: string, { shown, listeners }: DirectChat, what: Activity): void => {
    const number = shown.length + 1;
    const activity = { id: randomUUID(), ...what, conversation: { id: conversationId } };
    const next = { number, activity };
    shown.push(next);
    for (const hear of [...listeners]) hear(next);
  };
  return {
    open() {
      const id = randomUUID();
      chats.set(id, { shown: [], listeners: new Set() });
      return id;
    },
    has: (id) => chats.has(id),
    besides: (speak) => async (to, what) => {
      const chat = chats.get(to.conversationId);
      if (!chat) return speak(to, what);
      show(to.conversationId, chat, what);
    },
    listen(id, hear, after) {
      const { shown = [], listeners = new Set() } = chats.get(id) ?? {};
      for (const each of shown) if (after !== undefined && each.number > after) hear(each);
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
