import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';
import { openCustomerPage } from './customer-page.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear(/Failed to load resource/));
afterAll(() => stage?.stop());

const fieldOf = (page: Page) => page.getByRole('textbox', { name: /message/i });

/** Until the returned function is called, nothing that is posted to such an address gets there. */
async function cutOff(page: Page, address: string): Promise<() => Promise<void>> {
  await page.route(address, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.fallback(),
  );
  return () => page.unroute(address);
}

describe('What is written and cannot be sent', () => {
  it('is back in the field of the customer, who sends it again', async () => {
    const { page, types, sees } = await stage.customer('Robin Lee');
    const restore = await cutOff(page, '**/messages');
    await types('Is anybody there?');
    await page.getByText('Not sent').waitFor();
    await expect.poll(() => fieldOf(page).inputValue()).toBe('Is anybody there?');
    await restore();
    await fieldOf(page).press('Enter');
    await sees('Is anybody there?');
    await page.getByText('Not sent').waitFor({ state: 'hidden' });
  });

  it('stays in the field of a customer whose chat has not begun, and goes when it has', async () => {
    const page = await stage.blank();
    const restore = await cutOff(page, '**/chats');
    await page.goto(`${stage.demo.customerPageUrl}?customer=Ada`);
    await page.getByText('The chat is not reachable').waitFor();
    await fieldOf(page).fill('Too early');
    await fieldOf(page).press('Enter');
    expect(await fieldOf(page).inputValue()).toBe('Too early');
    await restore();
    await page.getByRole('log').getByText('Too early').waitFor();
    expect(await fieldOf(page).inputValue()).toBe('');
  });

  it('is back in the field of the agent, also when they have turned to another conversation', async () => {
    for (const name of ['Kim Reed', 'Sam Bell']) {
      const customer = await openCustomerPage(await stage.blank(), stage.demo.customerPageUrl, name);
      await customer.asksForPerson(`I am ${name}`);
    }
    const desk = await stage.desk();
    await desk.opens('Sam Bell');
    await desk.joins();
    await desk.opens('Kim Reed');
    await desk.joins();
    const asked = Promise.withResolvers<void>();
    const turned = Promise.withResolvers<void>();
    await desk.page.route('**/desk/api/chats/*', async (route) => {
      asked.resolve();
      await turned.promise;
      await route.abort();
    });
    await desk.writes('A long answer for Kim');
    await asked.promise;
    await desk.opens('Sam Bell');
    turned.resolve();
    await fieldOf(desk.page).fill('Half a word for Sam');
    await desk.opens('Kim Reed');
    await expect.poll(() => fieldOf(desk.page).inputValue()).toBe('A long answer for Kim');
    await desk.page.getByText('Your text is back in the field').waitFor();
    await desk.page.unroute('**/desk/api/chats/*');
    await fieldOf(desk.page).press('Enter');
    await desk.sees('A long answer for Kim');
    await desk.opens('Sam Bell');
    expect(await fieldOf(desk.page).inputValue()).toBe('Half a word for Sam');
  });
});

describe('An act of an agent that cannot be told', () => {
  it('is said, and no longer than it is news', async () => {
    const customer = await stage.customer('Eve Hall');
    await customer.asksForPerson('My order is late');
    const desk = await stage.desk();
    await desk.opens('Eve Hall');
    await desk.joins();
    const restore = await cutOff(desk.page, '**/desk/api/chats/*');
    await desk.page.getByRole('button', { name: 'Transfer' }).click();
    await desk.page.getByRole('textbox', { name: 'Name of the agent' }).fill('Lee');
    await desk.page.getByRole('button', { name: 'Transfer' }).last().click();
    await desk.page.getByText('The live chat cannot be reached.').waitFor();
    await restore();
    await desk.writes('Still here');
    await desk.sees('Still here');
    await desk.page
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor();
  });
});
