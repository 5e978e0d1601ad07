import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';
import { faintTexts } from './contrast.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const brightness = `(() => {
  const pen = document.createElement('canvas').getContext('2d');
  pen.fillStyle = 'Canvas';
  for (const element of [document.documentElement, document.body]) {
    pen.fillStyle = getComputedStyle(document.documentElement).colorScheme.includes('dark') ? pen.fillStyle : 'white';
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(element).backgroundColor;
    pen.fillRect(0, 0, 1, 1);
  }
  return pen.getImageData(0, 0, 1, 1).data[1];
})()`;

/** Nothing sticks out to the side, and every text can be told from what is behind it. */
async function expectReadable(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  const isBright = Number(await page.evaluate(brightness)) > 127;
  expect(isBright ? 'light' : 'dark').toBe(scheme);
  const room = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(room)).toBe(0);
  expect(await faintTexts(page)).toEqual([]);
}

describe.each(['light', 'dark'] as const)('In %s', (colorScheme) => {
  it.each([
    { on: 'a wide screen', viewport: { width: 1280, height: 800 } },
    { on: 'a phone', viewport: { width: 360, height: 740 } },
  ])('both pages can be read on $on', async ({ on, viewport }) => {
    const name = `Robin Lee, ${colorScheme}, ${on}`;
    const customer = await stage.customer(name, { colorScheme, viewport });
    const desk = await stage.desk({ colorScheme, viewport });
    await expectReadable(customer.page, colorScheme);
    await expectReadable(desk.page, colorScheme);
    await customer.asksForPerson('My invoice is wrong');
    await desk.opens(name);
    await expectReadable(desk.page, colorScheme);
    await desk.joins();
    await desk.writes(`A long word: ${'x'.repeat(300)}`);
    await customer.sees('A long word');
    await expectReadable(customer.page, colorScheme);
    await expectReadable(desk.page, colorScheme);
  });

  it('the page of the API opens, with links that lead to what they name', async () => {
    const page = await stage.blank({ colorScheme });
    const answer = await page.goto(`${stage.demo.bridgeUrl}/docs`);
    expect(answer?.status()).toBe(200);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('a[href^="#"]').last().click();
    await page.locator(':target').waitFor();
    await expectReadable(page, colorScheme);
  });
});
