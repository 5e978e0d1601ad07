import { sessionId } from '../../../src/domain/ids.ts';
import { type GenesysAndPlatform, genesysAndPlatform } from '../../adapters/live-chat/genesys/platform.ts';
import { anotherAttempt, firstAttempt } from '../../contracts/live-chat-attempt.ts';

/** A platform to which each call of the adapter was made, and which has called back with each callback that it has. */
export async function everythingPlayed(callbackUrl: string): Promise<GenesysAndPlatform> {
  const its = await genesysAndPlatform({ withQueue: true });
  const { liveChat, platform, feed, check } = its;
  platform.connect(callbackUrl);
  const chat = await its.opened({ context: { order: 7, vip: true, cart: { items: [1, 2] } } });
  const following = new AbortController();
  const followed = feed?.follow(chat, { hear: async () => {}, heard: () => {} }, following.signal);
  const desk = await platform.chat();
  await desk.join('Dana');
  await desk.says('Hello');
  const said = desk.messages.at(-1)?.id ?? '';
  await liveChat.receipt?.(chat, said, 'failed');
  await liveChat.receipt?.(chat, said, 'delivered');
  await desk.saysByItself('We are open until six.');
  await desk.typing();
  const words = { ...chat, sender: 'Anna', at: Date.parse('2026-11-23T09:30:00Z') };
  await liveChat.say(
    { ...words, messageId: 'm1', text: 'two\nlines 👩‍🚀', kind: 'customer' },
    firstAttempt('m1'),
  );
  await liveChat.say(
    { ...words, messageId: 'm1', text: 'two\nlines 👩‍🚀', kind: 'customer' },
    anotherAttempt('m1'),
  );
  await liveChat.say(
    { ...words, messageId: 'n1', text: 'Anna has left.', kind: 'notice' },
    firstAttempt('n1'),
  );
  await liveChat.typing(chat);
  await desk.transfersTo('Eli');
  await check();
  await liveChat.end(chat, 'customer', firstAttempt('e1'));
  const late = {
    ...words,
    at: Date.now(),
    messageId: 'm2',
    text: 'One more thing',
    kind: 'customer',
  } as const;
  await liveChat.say({ ...late, sessionId: sessionId('hs_late') }, firstAttempt('m2'));
  following.abort();
  await followed;
  return its;
}
