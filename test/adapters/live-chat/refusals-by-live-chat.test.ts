import { afterEach, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { openSession } from './callbacks.ts';

let world: RunningBridge;
afterEach(() => world.stop());

const linesOf = (event: string) =>
  world.logLines
    .map((line): Readonly<Record<string, unknown>> => JSON.parse(line))
    .filter(({ msg }) => msg === event);
const refusals = () => linesOf('refused-by-live-chat');

const text = 'My card number is 4929 1234 5678 9012';

describe('What a live chat refuses', () => {
  it('leaves its status and its reason in the log, without what people wrote', async () => {
    world = await startRunningBridge();
    const { copilot } = await openSession(world);
    const error = `message \u001b[31m"${text}"\n cannot be shown \u009b ${'for long reasons '.repeat(200)}`;
    world.liveChat.failNext({ path: '/send', status: 422, body: { error, code: 'E_WORDS' } });
    await copilot.message(text);
    await expect.poll(refusals).toHaveLength(1);
    const [line] = refusals();
    expect(line).toMatchObject({ level: 40, route: 'send', status: 422 });
    expect(line?.message).toBe(linesOf('delivery').find(({ cause }) => cause === 'invalid')?.message);
    expect(line?.error).toMatch(/^message \\u001b\[31m…\\u000a cannot be shown \\u009b for long reasons/);
    expect(String(line?.error).length).toBeLessThanOrEqual(300);
    expect(world.logLines.join('')).not.toContain('4929');
  });

  it('and what is put off, is told with the reason, once in a while', async () => {
    world = await startRunningBridge();
    const { copilot, chat } = await openSession(world);
    const body = { error: 'maintenance until noon' };
    world.liveChat.failNext({ path: '/send', status: 503, body, headers: { 'retry-after': '0' }, times: 2 });
    await copilot.message(text);
    await chat.sees(text);
    expect(refusals()).toMatchObject([{ route: 'send', status: 503, error: 'maintenance until noon' }]);
  });

  it('at the start leaves a line as well', async () => {
    world = await startRunningBridge();
    world.liveChat.failNext({
      path: '/start',
      status: 400,
      body: { error: 'conversationId has to be a UUID' },
    });
    await openSession(world).catch(() => undefined);
    expect(refusals()).toMatchObject([
      { route: 'start', status: 400, error: 'conversationId has to be a UUID' },
    ]);
  }, 10_000);

  it('in the dialect of the sample leaves a line as well', async () => {
    world = await startRunningBridge({ liveChatKind: 'contoso-sample' });
    const { copilot } = await openSession(world);
    world.liveChat.failNext({ path: '/send', status: 400, body: { error: `Anna said ${text}` } });
    await copilot.message(text);
    await expect.poll(refusals).toMatchObject([{ route: 'receive', status: 400 }]);
    expect(world.logLines.join('')).not.toContain('4929');
  });
});
