import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';
import { openDesk } from './desk-page.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

interface DeskWindow {
  readonly location: { hash: string };
  /** The first news of a chat, which the page has not heard yet. */
  readonly held?: { readonly data: string; tell(): void };
}

/** The page hears of the first chat when the test says so. */
const holdsFirstChat = `{
  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (type, listener) {
    if (type !== 'chat') return listen.call(this, type, listener);
    listen.call(this, type, (event) => {
      if (window.held !== undefined) listener(event);
      else window.held = { data: event.data, tell: () => listener(event) };
    });
  };
}`;

describe('The chat in the address of the desk', () => {
  it('opens even when the page draws its first chat before it hears of the new address', async () => {
    const customer = await stage.customer('Robin Lee');
    const page = await stage.blank();
    await page.addInitScript({ content: holdsFirstChat });
    const desk = await openDesk(page, stage.demo.deskUrl);
    await customer.asksForPerson('My invoice is wrong');
    await page.waitForFunction(() => (globalThis as unknown as DeskWindow).held);

    // The browser tells of an address a moment after it is set.
    await page.evaluate(() => {
      const { held, location } = globalThis as unknown as DeskWindow;
      location.hash = JSON.parse(held?.data ?? '').id;
      held?.tell();
    });
    await desk.joins();
    expect(await page.getByRole('heading', { name: 'Robin Lee', level: 2 }).count()).toBe(1);
  });
});
