import type { OfType } from '../event.ts';
import { tokenIn } from '../token.ts';
import { visibleText } from '../visible-text.ts';
import type { Sources } from './sources.ts';

/** What customers read of agents' words. Words of the copilot and the bridge do not count. */
export function shownInTeams({ teams }: Sources): readonly OfType<'shown'>[] {
  return teams.chats.flatMap(({ conversationId, messages }) =>
    messages
      .filter(({ from }) => from === 'copilot')
      .map((message) => ({ ...visibleText(message.text), at: Date.parse(message.at), id: message.id }))
      .filter(({ isNamed, text }) => isNamed || tokenIn(text) !== undefined)
      .map(({ at, text, id }) => ({
        type: 'shown',
        party: 'teams',
        direction: 'to-customer',
        at,
        conversationId,
        messageId: id,
        text,
      })),
  );
}

/** Sends of agents' words as the Bot Connector saw them. */
export function attemptedInTeams({ teams }: Sources): readonly OfType<'attempted'>[] {
  return teams.received
    .map(({ activity, conversationId, status, at }) => ({
      ...visibleText(activity.text ?? ''),
      ...{ conversationId, status, at: Date.parse(at) },
    }))
    .filter(({ isNamed, text }) => isNamed || tokenIn(text) !== undefined)
    .map(({ text, conversationId, status, at }) => ({
      type: 'attempted',
      party: 'teams',
      direction: 'to-customer',
      at,
      conversationId,
      text,
      outcome: outcomeOf(status),
    }));
}

function outcomeOf(status: number | 'reset'): OfType<'attempted'>['outcome'] {
  if (status === 'reset' || status === 502 || status === 504) return 'unknown';
  return status < 300 ? 'delivered' : 'refused';
}
