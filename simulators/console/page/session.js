import { byId, element } from '../../web/page/elements.js';

const stages = ['requested', 'queued', 'active', 'closing', 'ended'];

/** Draws how far the session of the chosen conversation has come. */
export function drawSession(conversation) {
  const { session, liveChatId } = conversation ?? {};
  byId('stages').replaceChildren(
    ...stages.map((stage) =>
      element(
        'li',
        {
          'data-is': session?.statuses.includes(stage) ? 'past' : undefined,
          'aria-current': stage === session?.status ? 'step' : undefined,
        },
        stage === session?.status && session.reason !== undefined ? `${stage}: ${session.reason}` : stage,
      ),
    ),
  );
  byId('ids').replaceChildren(...idsOf(session, liveChatId));
}

function idsOf(session, liveChatId) {
  if (liveChatId === undefined && session === undefined)
    return ['No handoff now: the copilot has the conversation.'];
  const parts = [];
  if (session) parts.push('Session ', element('code', {}, session.id), ' ');
  else parts.push('This live chat does not name the bridge’s sessions. ');
  if (liveChatId !== undefined) parts.push('Live chat ', element('code', {}, liveChatId));
  return parts;
}
