import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The agent's desk, as somebody at the keyboard uses it. */
export interface Desk {
  /** What is said in the open conversation since it reached the desk. */
  readonly bubbles: Locator;
  /** Opens the conversation with this customer. */
  opens(customerName: string): Promise<void>;
  joins(): Promise<void>;
  writes(text: string): Promise<void>;
  sees(text: string): Promise<void>;
}

export interface DeskPage extends Desk {
  readonly page: Page;
}

export async function openDesk(page: Page, url: string): Promise<DeskPage> {
  await page.goto(url);
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  return { page, ...deskIn(page) };
}

/** The desk in a page, or in a frame of one. */
export function deskIn(place: Page | FrameLocator): Desk {
  const bubbles = place.getByRole('log', { name: 'Messages' }).locator('.bubble');
  const input = place.getByRole('textbox', { name: 'Message' });
  return {
    bubbles,
    async opens(customerName) {
      await place.getByRole('navigation').getByRole('button').filter({ hasText: customerName }).click();
      await place.getByRole('heading', { name: customerName, exact: true, level: 2 }).waitFor();
    },
    async joins() {
      await place.getByRole('button', { name: 'Join' }).click();
      await input.waitFor();
    },
    async writes(text) {
      await input.fill(text);
      await input.press('Enter');
    },
    sees: (text) => bubbles.filter({ hasText: text }).last().waitFor(),
  };
}
