import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  eventually,
  type OperatedBridge,
  startOperatedBridge,
  withDeadLetter,
} from '../../adapters/admin/operator.ts';
import { browserPath } from '../browser-path.ts';
import { openWatched, type WatchedPage } from '../watched-page.ts';
import { operatorsPage } from './operators-page.ts';
import { plantedCauses } from './planted-causes.ts';

let world: OperatedBridge;
let browser: Browser;
const open: WatchedPage[] = [];
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] });
  world = await startOperatedBridge({ environment: { HANDOFF_TEAMS_THREAD_LIMITS: '9/900' } });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  const troubles = open.flatMap((each) => each.troubles);
  await Promise.all(open.splice(0).map(({ page }) => page.context().close()));
  // The browser itself reports each refused token.
  expect(troubles.filter((each) => !each.includes('status of 401'))).toEqual([]);
});

type Look = { readonly colorScheme: 'light' | 'dark'; readonly width: 1280 | 390 };
const looks: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ([1280, 390] as const).map((width) => ({ colorScheme, width })),
);

async function openPage({ colorScheme, width }: Look = { colorScheme: 'light', width: 1280 }) {
  const watched = await openWatched(browser, { colorScheme, viewport: { width, height: 900 } });
  open.push(watched);
  return operatorsPage(watched.page, world.url);
}

const violationsSchema = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }));

/** What axe, which is not ours, finds wrong with the page as it is. Evaluated by the browser's tools, which no policy of the page binds. */
async function violationsOn(page: Page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) })))`);
  return violationsSchema.parse(found);
}

async function expectGoodLooks(page: Page, name: string): Promise<void> {
  expect(await violationsOn(page)).toEqual([]);
  const room = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(room)).toBe(0);
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

describe('The page for operators', () => {
  it('asks for the token, refuses another one, and forgets it when told to', async () => {
    const { page, signIn } = await openPage();
    await page.goto(`${world.url}/admin`);
    await expectGoodLooks(page, 'sign-in');
    await page.getByLabel('Operator’s token').fill('not-the-token-of-this-bridge');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not the token of this bridge.').waitFor();
    await signIn(world.token);
    await page.reload();
    await page.getByText('Connected').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Operator’s token').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('replays a dead letter, removes one, and erases a customer', async () => {
    const { letter, customer } = await withDeadLetter(world, 'Your parcel is found');
    const { page, signIn, finds, session } = await openPage();
    await signIn(world.token);
    await finds(letter.id);
    await session.getByRole('button', { name: 'Replay' }).click();
    await customer.sees('Your parcel is found');
    await session
      .locator('li')
      .filter({ hasText: 'replayed 1 time' })
      .filter({ hasText: 'delivered' })
      .waitFor();

    const other = await withDeadLetter(world, 'SECRET, never mind');
    await finds(other.letter.id);
    await session.getByRole('button', { name: 'Remove…' }).click();
    await expectGoodLooks(page, 'confirm');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await session.getByText('removed').first().waitFor();

    await session.getByRole('button', { name: 'Erase this customer…' }).click();
    await page.keyboard.press('Escape');
    expect((await world.ask('GET', `/admin/sessions?id=${other.chat.id}`)).text).not.toContain('"erased"');
    await session.getByRole('button', { name: 'Erase this customer…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase' }).click();
    await session.getByText('Its texts are erased.').waitFor();
  });

  it('shows by itself what happens meanwhile', async () => {
    const { signIn, finds, findings, page } = await openPage();
    const { letter } = await withDeadLetter(world, 'SECRET, later');
    await signIn(world.token);
    await finds(letter.id);
    await findings.filter({ hasText: 'given up' }).waitFor();
    await world.ask('DELETE', `/admin/dead-letters/${letter.id}`);
    await findings.filter({ hasText: 'Nothing is kept back' }).waitFor();
    expect(await page.locator('#session-title:focus').count()).toBe(1);
  });
});

describe('"A message did not arrive"', () => {
  it.each(plantedCauses)('is answered in under a minute: $cause', async ({ plant, finding, says, cause }) => {
    const id = await plant(world);
    for (const look of looks) {
      const { page, signIn, finds, findings } = await openPage(look);
      const askedAt = performance.now();
      await signIn(world.token);
      await finds(id);
      const found = findings.and(page.locator(`[data-type="${finding}"]`));
      await found.waitFor();
      expect(await found.textContent()).toMatch(says);
      expect(await found.textContent()).not.toMatch(/\dT\d/);
      expect(performance.now() - askedAt).toBeLessThan(60_000);
      expect(await page.locator('body').textContent()).not.toMatch(/SECRET|Dana|Anna/);
      await expectGoodLooks(page, `${cause.replaceAll(' ', '-')}-${look.colorScheme}-${look.width}`);
    }
    const refused = await eventually(async () => (await world.ask('GET', '/admin/overview')).body.refused);
    expect(refused).toBeDefined();
  });
});
