import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../../../simulators/live-chat/start-live-chat.ts';
import type { RunningBridge } from '../../adapters/http/running-bridge.ts';
import { type OpenSession, openSession } from '../../adapters/live-chat/callbacks.ts';
import { post, startDynamicsBridge, wordsOf } from '../../adapters/live-chat/dynamics/dynamics-bridge.ts';

/* Words whose activity has neither an id nor a time, as in the samples. The simulated desk posts such ones. */

let world: RunningBridge;
beforeAll(async () => {
  world = await startDynamicsBridge();
});
afterAll(() => world.stop());

const heard = ({ customer }: OpenSession, text: string) =>
  customer.messages.filter((each) => each.text.endsWith(text)).length;

/** So often is it shown, and no more often once what was said after it is shown. */
async function isHeard(session: OpenSession, text: string, times: number): Promise<void> {
  const last = `That is all of ${text}`;
  await post(world, session.chat, wordsOf(last, { id: randomUUID() }));
  await session.customer.sees(new RegExp(last));
  expect(heard(session, `: ${text}`)).toBe(times);
}

/** What the desk has posted last of this chat, once more. */
const again = (chat: Chat) => {
  const sent = world.liveChat.callbacks.findLast(({ url }) => url.includes(chat.id))?.sent;
  return post(world, chat, { ...(typeof sent === 'object' && sent) });
};

describe('Words without an id', () => {
  it('are shown as often as they were written, and a repeat shows nothing', async () => {
    const session = await openSession(world);
    const { chat, customer } = session;
    for (const text of ['ok', 'ok', 'and now *this*', 'ok']) await chat.says(text);
    await customer.sees(/and now/);
    const repeated = await again(chat);
    expect(repeated).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    await isHeard(session, 'ok', 3);
  });

  it('that the customer has written as well are an agent’s all the same', async () => {
    const session = await openSession(world);
    const { chat, copilot } = session;
    await copilot.message('yes');
    await chat.sees('yes');
    await chat.says('yes');
    expect(await again(chat)).toMatchObject({ body: { status: 'duplicate' } });
    await isHeard(session, 'yes', 1);
  });

  it('are shown although the list lags behind, or has no senders', async () => {
    const session = await openSession(world);
    world.liveChat.behave({ choices: { listLagsMs: 300, echoes: 'nothing' } });
    await session.chat.says('late in the list');
    world.liveChat.behave({});
    await isHeard(session, 'late in the list', 1);
  });

  it('are shown once in a while although the list does not have them, or cannot be read', async () => {
    const session = await openSession(world);
    const words = wordsOf('Nowhere in the list');
    expect(await post(world, session.chat, words)).toMatchObject({
      status: 200,
      body: { status: 'accepted' },
    });
    await session.customer.sees(/Nowhere in the list/);
    await isHeard(session, 'Nowhere in the list', 1);
  });

  it.each(['id', 'channelData'])('are none with one in %s: the list is not asked', async (callbackIds) => {
    const session = await openSession(world);
    world.liveChat.behave({ choices: { callbackIds, isOdd: true, eventsAs: 'event' } });
    await session.chat.join('Dana');
    await session.chat.says('with an id');
    await session.chat.says('with an id');
    world.liveChat.behave({});
    expect(await again(session.chat)).toMatchObject({ body: { status: 'duplicate' } });
    await isHeard(session, 'with an id', 2);
    const looks = world.liveChat.requests.filter(({ path }) => path.includes(`${session.chat.id}/messages`));
    expect(looks).toEqual([]);
  });
});
