import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { demoOptions } from '../../simulators/demo/options.ts';
import { type Demo, startDemo } from '../../simulators/demo/start-demo.ts';
import { wantPorts } from '../end-to-end/demo-ports.ts';
import { browserPath } from './browser-path.ts';
import { type CustomerPage, openCustomerPage } from './customer-page.ts';
import { type DeskPage, openDesk } from './desk-page.ts';
import { openWatched, type WatchedPage } from './watched-page.ts';

/** The demo on free ports, and a browser to play it in. */
export interface BrowserRuntime {
  readonly demo: Demo;
  customer(name: string, options?: BrowserContextOptions): Promise<CustomerPage>;
  desk(options?: BrowserContextOptions): Promise<DeskPage>;
  /** A page that is nowhere yet. */
  blank(options?: BrowserContextOptions): Promise<Page>;
  /** Closes the pages of a test; fails when one had trouble other than the expected kind. */
  clear(expected?: RegExp): Promise<void>;
  stop(): Promise<void>;
}

/** `options` are the demo's. */
export async function startStage(...options: readonly string[]): Promise<BrowserRuntime> {
  // First, so that a missing browser is what one reads.
  const executablePath = browserPath();
  const directory = await mkdtemp(join(tmpdir(), 'browser-'));
  await wantPorts(directory);
  const browser = await launched(executablePath);
  const demo = await startDemo(demoOptions(['--data', directory, ...options]));
  const open: WatchedPage[] = [];
  const blank = async (options?: BrowserContextOptions): Promise<Page> => {
    const watched = await openWatched(browser, options);
    open.push(watched);
    return watched.page;
  };
  return {
    demo,
    blank,
    customer: async (name, options) => openCustomerPage(await blank(options), demo.customerPageUrl, name),
    desk: async (options) => openDesk(await blank(options), demo.deskUrl),
    async clear(expected) {
      const pages = open.splice(0);
      const troubles = pages.flatMap((each) => each.troubles);
      await Promise.all(pages.map(({ page }) => page.context().close()));
      expect(troubles.filter((each) => !expected?.test(each))).toEqual([]);
    },
    async stop() {
      await browser.close();
      await demo.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Chromium's own sandbox needs rights that root in a container does not have; the pages are our own. */
export const launched = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox'] });
