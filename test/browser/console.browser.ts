import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, startStage } from './browser-runtime.ts';
import { faintTexts } from './contrast.ts';
import { customerIn } from './customer-page.ts';
import { deskIn } from './desk-page.ts';

let stage: BrowserRuntime;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.clear());
afterAll(() => stage?.stop());

const isNow = (page: Page, state: string) =>
  page.locator('[aria-current="step"]').filter({ hasText: state }).waitFor();

describe('The console', () => {
  it.each(['light', 'dark'] as const)(
    'plays a handoff between its two pages and shows what crosses the wire, in %s',
    async (colorScheme) => {
      const page = await stage.blank({ colorScheme, viewport: { width: 1600, height: 900 } });
      await page.goto(stage.demo.consoleUrl);
      await page.getByText('Bridge runs').waitFor();
      // A console without conversations begins one by itself.
      const frame = page.locator('iframe[title^="Customer"]');
      const first = await frame.getAttribute('src');
      await page.getByRole('button', { name: 'New customer' }).click();
      await expect.poll(() => frame.getAttribute('src')).not.toBe(first);
      const customer = customerIn(frame.contentFrame());
      const desk = deskIn(page.frameLocator('iframe[title$="desk"]'));
      await expect.poll(() => customer.bubbles.count()).toBe(0);

      await customer.asksForPerson('My invoice <b>is</b> wrong');
      await isNow(page, 'queued');
      await desk.joins();
      await isNow(page, 'active');
      await desk.writes('Which <i>invoice</i>?');
      await customer.sees('Which <i>invoice</i>?');
      const steps = page.getByRole('region', { name: 'Messages on the wire' }).getByRole('listitem');
      await steps.filter({ hasText: 'Which' }).last().waitFor();
      expect(await steps.locator('b, i').count()).toBe(0);
      expect(await faintTexts(page)).toEqual([]);

      await customer.types('Good bye');
      await customer.sees('You are back with the virtual assistant');
      await isNow(page, 'ended: customer');
    },
  );

  it('keeps its conversation across a reload, names it in its address, and fills no stage that never was', async () => {
    const page = await stage.blank({ viewport: { width: 1600, height: 900 } });
    await page.goto(stage.demo.consoleUrl);
    const frame = page.locator('iframe[title^="Customer"]');
    await frame.waitFor();
    await customerIn(frame.contentFrame()).asksForPerson('My invoice is wrong');
    await isNow(page, 'queued');
    const address = page.url();
    expect(new URL(address).searchParams.get('conversation')).not.toBeNull();
    await page.getByRole('button', { name: 'New customer' }).click();
    await expect.poll(() => page.url()).not.toBe(address);

    await page.goto(address);
    await isNow(page, 'queued');
    await page.reload();
    await isNow(page, 'queued');
    expect(page.url()).toBe(address);
    await customerIn(frame.contentFrame()).types('Good bye');
    await isNow(page, 'ended: customer');
    const filled = page.locator('#stages [data-is="past"]');
    expect(await filled.allTextContents()).toEqual(['requested', 'queued', 'ended: customer']);
  });
});
