import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../adapters/http/running-bridge.ts';
import { openSession } from '../adapters/live-chat/callbacks.ts';
import { browserPath } from './browser-path.ts';
import { launched } from './browser-runtime.ts';
import { openDesk } from './desk-page.ts';
import { openWatched } from './watched-page.ts';

/* Copilot Studio passes on that a customer is typing. The customer page of the demo does not tell it, so the copilot is called here. */

let browser: Browser;
let world: RunningBridge;
beforeAll(async () => {
  browser = await launched(browserPath());
});
afterAll(() => browser?.close());
beforeEach(async () => {
  world = await startRunningBridge({ liveChatKind: 'dynamics' });
});
afterEach(() => world?.stop());

/** A customer with an agent, and the desk with their conversation. */
async function openConversation() {
  const { copilot, chat } = await openSession(world);
  const { page, troubles } = await openWatched(browser);
  await page.clock.install();
  const desk = await openDesk(page, world.liveChat.deskUrl);
  await desk.opens(chat.customerName);
  await desk.joins();
  return { copilot, desk, page, troubles, line: page.getByText(`${chat.customerName} is typing …`) };
}

describe('The desk', () => {
  it('says that the customer is typing, until words come or nothing more does', async () => {
    const { copilot, desk, page, troubles, line } = await openConversation();
    expect(await line.count()).toBe(0);
    await copilot.send({ type: 'typing' });
    await line.waitFor();
    await copilot.message('It is number 17');
    await desk.sees('It is number 17');
    await line.waitFor({ state: 'detached', timeout: 3_000 });
    await copilot.send({ type: 'typing' });
    await line.waitFor();
    await page.clock.fastForward(5_000);
    await line.waitFor();
    await page.clock.fastForward(2_000);
    await line.waitFor({ state: 'detached' });
    expect(troubles).toEqual([]);
  });

  it('says so no more when the conversation ends', async () => {
    const { copilot, page, troubles, line } = await openConversation();
    await copilot.send({ type: 'typing' });
    await line.waitFor();
    await copilot.send({ type: 'endOfConversation' });
    await page.getByText('This conversation has ended.').waitFor();
    expect(await line.count()).toBe(0);
    expect(troubles).toEqual([]);
  });
});
