import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const attack = '<img src=/nothing onerror="window.isHurt=1"><script>window.isHurt=1</script>';
const links = '[a link](javascript:alert(1)) **not bold** <a href="https://example.com">there</a>';
const hurtful = 'img:not([src^="data:"]), script:not([src]), iframe, object, a[href^="javascript:"]';

async function expectUnhurt(page: Page): Promise<void> {
  expect(await page.locator(`body :is(${hurtful})`).count()).toBe(0);
  expect(await page.evaluate('window.isHurt')).toBeUndefined();
}

describe('Markup', () => {
  it('in what an agent writes and in their name is shown to the customer as it was typed', async () => {
    const customer = await stage.customer('Mara');
    const desk = await stage.desk();
    await desk.page.getByLabel('You answer as').fill('<b>Dana</b> **boss**');
    await customer.asksForPerson('A plain problem');
    await desk.opens('Mara');
    await desk.joins();
    await desk.writes(`${attack} ${links}`);
    const shown = customer.bubbles.filter({ hasText: 'a link' });
    await shown.waitFor();
    expect(await shown.innerText()).toBe(`<b>Dana</b> **boss**: ${attack} ${links}`);
    expect(await shown.locator('a, b, img, script').count()).toBe(0);
    expect(await shown.locator('strong').allInnerTexts()).toEqual(['<b>Dana</b> **boss**']);
    await desk.sees(attack);
    await Promise.all([customer, desk].map(({ page }) => expectUnhurt(page)));
  });

  it('in what a customer writes and in their name is shown to the agent as it was typed', async () => {
    const name = 'Eve <img src=/x onerror="isHurt=1">';
    const customer = await stage.customer(name);
    const desk = await stage.desk();
    await customer.types(`Before: ${attack}`);
    await customer.sees('I did not understand that');
    await customer.asksForPerson(`Problem: ${attack}`);
    await desk.opens(name);
    const main = desk.page.getByRole('main');
    expect(await main.getByRole('heading', { level: 2 }).innerText()).toBe(name);
    expect(await main.getByRole('region', { name: 'Problem' }).locator('p').innerText()).toBe(
      `Problem: ${attack}`,
    );
    await main.getByText('Earlier with the copilot').click();
    await main.getByText(`Before: ${attack}`).waitFor();
    await desk.joins();
    await customer.types(`${attack} ${links}`);
    await desk.sees(links);
    expect(await desk.bubbles.filter({ hasText: 'a link' }).innerText()).toBe(`${attack} ${links}`);
    expect(await customer.bubbles.filter({ hasText: 'a link' }).innerText()).toBe(`${attack} ${links}`);
    await Promise.all([customer, desk].map(({ page }) => expectUnhurt(page)));
  });
});
