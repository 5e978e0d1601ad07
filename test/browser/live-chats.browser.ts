import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { simulatedVendors } from '../../simulators/live-chat/vendors.ts';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';

/** How often a text stands in a chat. */
const count = (texts: readonly string[], text: string): number =>
  texts.filter((each) => each.includes(text)).length;

describe.each(simulatedVendors)('The demo in front of the live chat $kind', ({ kind, tells }) => {
  let stage: BrowserRuntime;
  beforeAll(async () => {
    stage = await startStage('--live-chat', kind);
  });
  afterEach(() => stage.clear());
  afterAll(() => stage?.stop());

  it('carries words both ways once, until the customer leaves', async () => {
    const customer = await stage.customer('Robin Lee');
    const desk = await stage.desk();
    await customer.asksForPerson('My invoice is wrong');
    await customer.types('It is number 17');
    await desk.opens('Robin Lee');
    await desk.sees('It is number 17');
    await desk.joins();
    await desk.writes('Hello, this is Dana');
    await customer.sees('Hello, this is Dana');
    await customer.types('It is far too high');
    await desk.sees('It is far too high');
    expect(count(await desk.bubbles.allInnerTexts(), 'It is number 17')).toBe(1);
    expect(count(await customer.bubbles.allInnerTexts(), 'Hello, this is Dana')).toBe(1);
    await customer.types('Good bye');
    await desk.page.getByText('This conversation has ended.').waitFor();
    await customer.types('Hello');
    await expect.poll(async () => (await customer.bubbles.allInnerTexts()).at(-1)).not.toContain('Good bye');
    expect(count(await desk.bubbles.allInnerTexts(), 'Hello')).toBe(1);
  });

  if (!tells.has('session-ended')) return;
  it('gives the customer back when the agent ends it', async () => {
    const customer = await stage.customer('Kim Reed');
    const desk = await stage.desk();
    await customer.asksForPerson('My order is late');
    await desk.opens('Kim Reed');
    await desk.joins();
    await desk.writes('I have sent it again');
    await customer.sees('I have sent it again');
    await desk.page.getByRole('button', { name: 'End chat' }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'End chat' }).click();
    await desk.page.getByText('This conversation has ended.').waitFor();
    await customer.sees('ended the chat');
  });
});
