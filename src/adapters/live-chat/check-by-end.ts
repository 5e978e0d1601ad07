import { randomUUID } from 'node:crypto';
import type { LiveChat } from '../../application/ports/live-chat.ts';
import { liveChatId, sessionId } from '../../domain/ids.ts';
import type { CheckedPoint } from './vendor.ts';

/** No session and no live chat has this id. */
const never = 'hs_00000000-0000-4000-8000-000000000000';

/**
 * Checks a live chat that has no call without an effect: it ends a chat that never was, and the end is done when the live chat
 * answers that it does not know it. Says whether the live chat is reached, speaks the contract, and lets the bridge in.
 */
export async function checkByEnd(liveChat: LiveChat): Promise<readonly CheckedPoint[]> {
  const chat = { sessionId: sessionId(never), liveChatId: liveChatId(never) };
  const ended = await liveChat.end(chat, 'customer', { key: `check-${randomUUID()}`, mayHaveArrived: false });
  const tried = 'the live chat answers, and lets the bridge in';
  if (ended.outcome === 'delivered')
    return [{ tried, result: 'fine', came: 'it does not know a chat that never was' }];
  const came = `the end of a chat that never was is ${ended.outcome}: ${ended.cause}`;
  return [{ tried, result: 'wrong', came, advice: adviceFor(ended.cause) }];
}

function adviceFor(cause: string): string {
  if (cause === '401' || cause === '403')
    return 'Compare the key or the token scope with what the live chat expects.';
  if (/^\d+$/.test(cause))
    return 'Look at LIVECHAT_BASE_URL: another server may answer there, such as a proxy or a sign-in page.';
  return 'Look whether LIVECHAT_BASE_URL is reached from here.';
}
