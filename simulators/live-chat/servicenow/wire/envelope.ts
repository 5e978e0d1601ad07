import type { Payload } from '../../callbacks/agent-action.ts';
import type { Chosen } from '../choices.ts';
import type { Conversation } from '../handling/conversations.ts';
import type { Item } from './items.ts';

/** What a callback says beside its items. */
export interface Told {
  readonly body: readonly Item[];
  readonly isAgentChat?: boolean;
  readonly isCompleted?: boolean;
  readonly takesControl?: boolean;
  /** 0 where the Virtual Agent did not understand; 1 unless told. */
  readonly score?: number;
}

/** The callback about a conversation: it answers the last request of it, and says back what that brought along. */
export function envelope({ details }: Pick<Conversation, 'details'>, told: Told, choices: Chosen): Payload {
  const { requestId, clientSessionId, nowSessionId, message, userId, interactionId, clientVariables } =
    details;
  const body = [...told.body, ...choices.alongside];
  const [only] = body;
  const isObject = choices.bodyOfOne === 'object' && body.length === 1;
  const fields = {
    requestId,
    clientSessionId,
    nowSessionId,
    message,
    userId,
    interactionId,
    clientVariables,
    body: isObject ? only : body,
    agentChat: told.isAgentChat || undefined,
    completed: told.isCompleted || undefined,
    takeControl: told.takesControl || undefined,
    score: told.score ?? 1,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (value !== undefined) return [[name, value]];
      return choices.nulls ? [[name, null]] : [];
    }),
  );
}
