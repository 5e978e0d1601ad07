import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const mostPresses = 20;

/** Presses Tab until what has the focus is what is looked for. */
async function tabTo(page: Page, role: 'button' | 'textbox', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).and(page.locator(':focus'));
  for (let presses = 0; presses < mostPresses; presses += 1) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to the ${role} ${name}.`);
}

async function types(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

describe('The keyboard alone', () => {
  it('is enough for a whole handoff on both pages', async () => {
    const customer = await stage.customer('Robin Lee');
    const desk = await stage.desk();
    await tabTo(customer.page, 'button', 'I want to talk with a person');
    await customer.page.keyboard.press('Enter');
    await customer.sees('Please briefly explain your problem');
    await tabTo(customer.page, 'textbox', 'Your message');
    await types(customer.page, 'My invoice is wrong');

    await desk.page
      .getByRole('navigation')
      .getByRole('button', { name: /Robin Lee/ })
      .waitFor();
    await tabTo(desk.page, 'textbox', 'You answer as');
    await desk.page.keyboard.press('ControlOrMeta+A');
    await desk.page.keyboard.type('Dana Ito');
    await tabTo(desk.page, 'button', /Robin Lee/);
    await desk.page.keyboard.press('Enter');
    await tabTo(desk.page, 'button', 'Join');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('textbox', { name: 'Message' }).and(desk.page.locator(':focus')).waitFor();
    await types(desk.page, 'Which invoice?');
    await customer.sees('Dana Ito: Which invoice?');
    await types(customer.page, 'The one of May');
    await desk.sees('The one of May');

    await tabTo(desk.page, 'button', 'End chat');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('dialog').waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await tabTo(desk.page, 'button', 'End chat');
    await desk.page.keyboard.press('Enter');
    await types(desk.page, 'I have mended it.');
    await customer.sees('I have mended it.');
    await desk.page.getByText('This conversation has ended.').waitFor();
  });
});
