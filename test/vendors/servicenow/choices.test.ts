import { afterEach, describe, expect, it, vi } from 'vitest';
import { servicenow } from '../../../simulators/live-chat/servicenow/vendor.ts';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { agentOnly, instanceOfEachTest, words } from '../../simulators/live-chat/servicenow/instance.ts';

const instance = instanceOfEachTest();
const bodies = () => instance.heard().map(({ body }) => body);
const opened = async () => {
  const chat = await instance.open();
  await instance.items(1);
  return chat;
};
const behave = (choices: Readonly<Record<string, unknown>>) => instance.liveChat.behave({ choices });

describe('An agent of an instance that is set otherwise', () => {
  it.each([
    [{ textIn: 'label' }, [expect.anything(), expect.objectContaining({ label: 'a\n\nb' })]],
    [
      { typing: 'StartTypingIndicatorActionMsg' },
      [{ uiType: 'ActionMsg', actionType: 'EndTypingIndicatorActionMsg' }, expect.anything()],
    ],
    [
      { paragraphs: true },
      [
        expect.anything(),
        expect.objectContaining({ value: 'a', messageId: 'm1' }),
        expect.objectContaining({ value: 'b' }),
      ],
    ],
    [
      { alongside: [{ uiType: 'StreamChunk' }] },
      [expect.anything(), expect.anything(), { uiType: 'StreamChunk' }],
    ],
  ])('is heard by %j', async (choices, body) => {
    const chat = await opened();
    behave(choices);
    await chat.says('a\n\nb', { messageId: 'm1' });
    expect(bodies().at(-1)).toEqual(body);
  });

  it('is heard with nulls, and with one item as an object, where it is set so', async () => {
    const chat = await opened();
    behave({ nulls: true, bodyOfOne: 'object' });
    await chat.typing();
    expect(instance.heard().at(-1)).toMatchObject({
      body: { actionType: 'StartTypingIndicator' },
      completed: null,
      clientVariables: null,
      nowSessionId: null,
    });
  });

  it('is waited for as long as the instance says', async () => {
    behave({ waitTime: '2 Minutes' });
    await opened();
    expect(bodies()[0]).toContainEqual(
      expect.objectContaining({ spinnerType: 'wait_time', waitTime: '2 Minutes' }),
    );
  });

  it.each([
    ['switch', { agentChat: true }, ['System', 'SwitchToVirtualAgent']],
    ['completed', { agentChat: true, completed: true }, ['System']],
    ['take-control', { agentChat: true, takeControl: true }, []],
  ])('ends by %s', async (endBy, flags, items) => {
    const chat = await opened();
    behave({ endBy });
    await chat.ends();
    const {
      requestId: _,
      clientSessionId: __,
      message: ___,
      userId,
      interactionId: ____,
      body: _____,
      score,
      ...told
    } = instance.heard().at(-1) ?? {};
    expect(told).toEqual(flags);
    expect((await instance.items(2))[1]).toEqual(items);
    expect([userId, score]).toEqual(['anna', 1]);
  });

  it('has no choice that is not known', async () => {
    await opened();
    behave({ textIn: 'somewhere' });
    expect((await instance.post(words('x'))).status).toBe(500);
  });
});

describe('The hourly job', () => {
  afterEach(() => void vi.useRealTimers());

  it('closes what was idle for over an hour, and says so', async () => {
    const pauses: (() => void)[] = [];
    const pause = (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
        pauses.push(resolve);
      });
    const { callbackUrl } = instance.bridge;
    const liveChat = await startLiveChat({ kind: servicenow.kind, callbackUrl, pause }, servicenow);
    const begin = (clientSessionId: string) =>
      fetch(`${liveChat.url}/api/sn_va_as_service/bot/integration`, {
        method: 'POST',
        body: JSON.stringify({
          requestId: clientSessionId,
          clientSessionId,
          userId: 'anna',
          action: 'AGENT',
          contextVariables: agentOnly,
        }),
      });
    vi.useFakeTimers({ toFake: ['Date'] });
    await begin('hs_idle');
    vi.setSystemTime(Date.now() + 30 * 60_000);
    await begin('hs_busy');
    await instance.items(2);
    vi.setSystemTime(Date.now() + 31 * 60_000);
    expect(pauses).toHaveLength(1);
    pauses[0]?.();
    const idle = await liveChat.chat(({ id }) => id === 'hs_idle');
    await idle.isEnded();
    expect(liveChat.chats.map(({ id, endReason }) => [id, endReason])).toEqual([
      ['hs_idle', 'idle'],
      ['hs_busy', undefined],
    ]);
    expect((await instance.items(3))[2]).toEqual(['System', 'SwitchToVirtualAgent']);
    expect(instance.heard()[2]).toMatchObject({ clientSessionId: 'hs_idle', completed: true });
    await expect.poll(() => pauses.length).toBe(2);
    await liveChat.stop();
  });
});
