import type { Payload } from '../../callbacks/agent-action.ts';
import type { RouteOptions } from '../../vendor.ts';
import { type Chosen, chosen } from '../choices.ts';
import { idleJob } from '../instance/idle-job.ts';
import { envelope, type Told } from '../wire/envelope.ts';
import { closedForIdleness } from '../wire/payload.ts';
import { type Conversation, type Conversations, conversations, detailsOf } from './conversations.ts';

/** What comes of a request, beside callbacks. */
export interface Handled {
  /** The id of a chat that it opened. */
  readonly opened?: string;
  /** What is answered in place of a plain success: the callback where the client waits for it, or a failure. */
  readonly answer?: Payload;
}

export interface Work {
  readonly options: RouteOptions;
  readonly known: Conversations;
  readonly choices: () => Chosen;
  /** Sends it, or keeps it for the answer. */
  readonly tell: (conversation: Conversation, told: Told, isAnswer?: boolean) => Handled;
  /** Sees to it that the chat is closed when it is idle. */
  readonly watchIdle: () => void;
}

export function workOf(options: RouteOptions): Work {
  const choices = () => chosen(options.choices());
  return {
    options,
    known: conversations(options.registry),
    choices,
    tell(conversation, told, isAnswer = false) {
      const payload = envelope(conversation, told, choices());
      if (isAnswer) return { answer: payload };
      void options.tell(conversation.record, payload);
      return {};
    },
    watchIdle: idleJob(options, (chat) => {
      const told = closedForIdleness(chat.id);
      void options.tell(chat, envelope({ details: detailsOf(chat) }, told, choices()));
    }),
  };
}
