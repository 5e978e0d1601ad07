import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page in a profile of its own, of which everything is noted that should not happen on any page. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, what the content security policy refused, and requests to other machines. */
  readonly troubles: readonly string[];
}

const reportViolations = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('refused by policy: ' + violatedDirective + ' ' + blockedURI));`;

const withinMs = 10_000;

export async function openWatched(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  context.setDefaultTimeout(withinMs);
  await context.addInitScript({ content: reportViolations });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.hostname === '127.0.0.1' || url.protocol === 'data:';
    if (!isLocal) troubles.push(`${page.url()} asked ${url.origin}`);
  });
  return { page, troubles };
}
