import { z } from 'zod';
import type { Exchange } from '../../faults/exchange.ts';
import { faultText } from '../../faults/fault.ts';
import type { ToldByVendor } from '../../live-chat/wire-reader.ts';
import type { Event, OfType } from '../event.ts';
import { tokenIn } from '../token.ts';
import { visibleText } from '../visible-text.ts';
import { activityBody } from './activity-body.ts';
import { type ChatNamed, chatsNamed } from './chats-named.ts';
import { conversationNamed, isToConnectedAgent, placeSpokenIn, saysGoodbye } from './connected-agent.ts';
import { answerIn } from './read-answer.ts';
import { namesLiveChat } from './read-requests.ts';
import { repliedTo, repliesInText } from './replies.ts';
import { seenIn } from './seen.ts';
import type { Sources } from './sources.ts';

/** What came to the bridge: customers' words from the copilot, agents' words and ends from the live chat. */
export function sentToBridge(exchanges: readonly Exchange[], sources: Sources): readonly Event[] {
  const replied = repliedTo(sources);
  const chatOf = chatsNamed(sources);
  return exchanges.flatMap((exchange): readonly Event[] => {
    const told = sources.liveChat.reads.callback(seenIn(exchange));
    if (told.length > 0) return told.flatMap((each) => fromLiveChat(exchange, each, chatOf));
    return isActivity(exchange) ? fromCopilot(exchange, replied, sources) : [];
  });
}

/** Of the copilot: callbacks of a live chat may go to a path below. */
const isActivity = ({ path }: Exchange): boolean => /^\/api\/messages(\?|$)/.test(path);

function fromCopilot(exchange: Exchange, replied: ReadonlySet<string>, sources: Sources): readonly Event[] {
  const { at, peer, body } = exchange;
  const activity = activityBody.safeParse(json(body)).data;
  if (!activity) return [];
  const { type, id, name, text, conversation, value } = activity;
  const conversationId = conversationNamed(sources, conversation.id);
  const isEnd =
    (type === 'message' && text?.trim().toLowerCase() === 'end handoff') ||
    type === 'endOfConversation' ||
    (type === 'event' && name === 'endConversation' && namesLiveChat(value));
  const end = { type: 'end-sent', party: 'copilot', at, conversationId } as const;
  if (isEnd) return [end];
  if (type !== 'message' || !text) return [];
  const said = { party: 'copilot', direction: 'to-live-chat', conversationId, text } as const;
  const spoken = { ...said, ...(id && { messageId: id }) };
  if (isToConnectedAgent(activity) && saysGoodbye(text)) return [end, { type: 'sent', ...spoken, at }];
  // Only the proxy knows of a reply that got lost together with the answer.
  const isReplied = replied.has(id ?? '') || repliesInText(peer?.body ?? '').length > 0;
  return crossing(exchange, spoken, !isReplied);
}

function fromLiveChat(exchange: Exchange, told: ToldByVendor, chatOf: ChatNamed): readonly Event[] {
  const liveChatId = chatOf(told);
  if (liveChatId === undefined) return [];
  const { type, messageId, text } = told;
  const end: readonly Event[] =
    type === 'session-ended'
      ? [{ type: 'end-sent', party: 'live-chat', at: exchange.at, liveChatId, ...statusOf(exchange) }]
      : [];
  if (text === undefined || (type !== 'message' && type !== 'session-ended')) return end;
  const said = {
    party: 'live-chat',
    direction: 'to-customer',
    liveChatId,
    ...(messageId !== undefined && { messageId }),
    text,
  } as const;
  return [...crossing(exchange, said, true), ...end];
}

const statusOf = ({ peer }: Exchange) => peer && { status: peer.status, answeredAt: peer.at };

const problemBody = z.object({ code: z.string() });

/** A 2xx of the bridge counts even when it got lost on the way back; `isTaken` says whether it was an acceptance. */
function crossing(
  { at, peer, endedAt }: Exchange,
  said: Omit<OfType<'sent'>, 'type' | 'at'>,
  isTaken: boolean,
): readonly Event[] {
  const status = peer?.status ?? 0;
  const answeredAt = peer?.at ?? endedAt ?? at;
  const sent = { type: 'sent', ...said, at } as const;
  if (isTaken && status >= 200 && status < 300)
    return [sent, { type: 'acked', ...said, at: answeredAt, status }];
  const { code } = problemBody.safeParse(json(peer?.body ?? '')).data ?? {};
  const refusal = { type: 'refused', ...said, at: answeredAt, status } as const;
  return [sent, code === undefined ? refusal : { ...refusal, code }];
}

/**
 * What the bridge sent to the customer; in Teams its own notices too, since nothing may go out after the end. At a callback
 * they may be the answer to a turn, which is given after the end as well.
 */
export function attemptedToTeams(
  exchanges: readonly Exchange[],
  sources: Pick<Sources, 'copilotStudio'>,
): readonly OfType<'attempted'>[] {
  return exchanges.flatMap((exchange): readonly OfType<'attempted'>[] => {
    const place = placeSpokenIn(exchange.path, sources);
    const { text } = z.object({ text: z.string() }).safeParse(json(exchange.body)).data ?? {};
    if (place === undefined || text === undefined) return [];
    const seen = visibleText(text);
    if (place.isCallback && !seen.isNamed && tokenIn(seen.text) === undefined) return [];
    const { conversationId } = place;
    const to = { party: 'teams', direction: 'to-customer', conversationId, text: seen.text } as const;
    return [{ type: 'attempted', ...to, at: exchange.at, ...answerIn(exchange, true) }];
  });
}

/** Customers' words. A notice may quote what was said before, in this session or in an earlier one. */
export function attemptedToLiveChat(
  exchanges: readonly Exchange[],
  sources: Sources,
): readonly OfType<'attempted'>[] {
  const { reads } = sources.liveChat;
  const chatOf = chatsNamed(sources);
  return exchanges.flatMap((exchange): readonly OfType<'attempted'>[] => {
    const told = reads.request(seenIn(exchange));
    const liveChatId = told && chatOf(told);
    if (told?.step !== 'say' || told.kind === 'notice' || liveChatId === undefined) return [];
    const { messageId, text } = told;
    const to = { party: 'live-chat', direction: 'to-live-chat', liveChatId } as const;
    const said = { ...(messageId !== undefined && { messageId }), text };
    const answer = answerIn(exchange, reads.isKnownByStatus?.(told) === true);
    return [{ type: 'attempted', ...to, ...said, at: exchange.at, ...answer }];
  });
}

export function faultsIn(proxies: NonNullable<Sources['proxies']>): readonly OfType<'fault'>[] {
  return Object.entries(proxies).flatMap(([where, exchanges]) =>
    exchanges
      .filter(({ fault }) => fault.kind !== 'none')
      .map(({ fault, path, at }) => ({
        type: 'fault',
        party: path.startsWith('/entra/') ? 'entra' : where,
        what: faultText(fault),
        at,
      })),
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON has no words.
    return undefined;
  }
}
