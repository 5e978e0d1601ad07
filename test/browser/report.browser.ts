import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from './browser-path.ts';
import { faintTexts } from './contrast.ts';

const story = (title: string, more: string, steps: string): string =>
  `story: ${title}\nwhy: To see it.\n${more}steps:
  - customer says: I want to talk with a person
  - customer says: My invoice is wrong
  - agent joins: Dana
${steps}`;

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  const files = {
    'a-good.yaml': story('Goes well', 'tags: [smoke]\n', '  - agent says: Hello\n'),
    'b-wrong.yaml': story(
      'Sees something else',
      '',
      '  - live chat is down for: 5 s\n  - customer says: Are you there?\n  - agent sees: Never said\n',
    ),
    'c-other.yaml': story('Is about Zendesk', 'with: { live chat: zendesk }\n', '  - agent says: Hello\n'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const args = [
    resolve('simulators/simulate.ts'),
    '--live-chat',
    'reference',
    '--report',
    join(folder, 'out'),
    folder,
  ];
  await new Promise<void>((done) => void execFile(process.execPath, args, () => done()));
  browser = await chromium.launch({ executablePath: browserPath() });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function opened(colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  await page.goto(pathToFileURL(join(folder, 'out/index.html')).href);
  return page;
}

/** What axe, which is not ours, finds wrong with the page. */
async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`);
}

const titles = (page: Page) => page.locator('#stories tbody tr:visible a').allTextContents();

describe('The report of stories', () => {
  it('begins with what failed, and shows what is searched for and what is checked', async () => {
    const page = await opened();
    expect(await titles(page)).toEqual(['Sees something else', 'Is about Zendesk', 'Goes well']);
    await page.getByLabel('Search').fill('smoke WELL');
    expect(await titles(page)).toEqual(['Goes well']);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('1 passed').uncheck();
    expect(await titles(page)).toEqual(['Sees something else', 'Is about Zendesk']);
    expect(await page.getByRole('status').textContent()).toBe('2 of 3 shown');
    await page.close();
  });

  it('leads from a failure to its moment in the drawing, with its attempts, and back to the list', async () => {
    const page = await opened();
    await page.getByRole('link', { name: 'Sees something else' }).click();
    await page.getByRole('link', { name: 'See that moment in the drawing' }).click();
    const moment = page.locator('#sequence-moment');
    expect(await moment.textContent()).toContain('line 9: agent sees: Never said');
    const { y = -1 } = (await moment.boundingBox()) ?? {};
    expect(y).toBeGreaterThanOrEqual(-1);
    expect(y).toBeLessThan(900);
    expect(await page.locator('.drawing').textContent()).toContain('attempt 2 to reach the live');
    // One notation of time, from the beginning of the story.
    const times = await page.locator('.time').allTextContents();
    expect(times.filter((text) => !/^(\d+:)?\d+:\d\d\.\d{3}$/.test(text))).toEqual([]);
    await page.getByRole('link', { name: 'All stories' }).click();
    expect(await titles(page)).toHaveLength(3);
    await page.close();
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)(
    'has nothing for axe to find in %s at %i px, on the list and on a story',
    async (scheme, width) => {
      const page = await opened(scheme, width);
      const room = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      for (const link of [undefined, 'Sees something else']) {
        if (link !== undefined) await page.getByRole('link', { name: link }).click();
        expect(await violations(page)).toEqual([]);
        expect(await faintTexts(page)).toEqual([]);
        expect(await page.evaluate(room)).toBe(0);
        const { REPORT_PICTURES: pictures } = process.env;
        if (pictures !== undefined)
          await page.screenshot({
            path: join(pictures, `${scheme}-${width}-${link === undefined ? 'list' : 'story'}.png`),
            fullPage: true,
          });
      }
      await page.close();
    },
  );
});
