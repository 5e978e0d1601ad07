import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The customer's chat, as somebody at the keyboard uses it. */
export interface CustomerChat {
  /** What is said in the chat, by anybody. */
  readonly bubbles: Locator;
  types(text: string): Promise<void>;
  /** Waits for a message that contains the text. */
  sees(text: string): Promise<void>;
  /** "I want to talk with a person", the problem, and the answer that somebody is asked for. */
  asksForPerson(problem: string): Promise<void>;
}

export interface CustomerPage extends CustomerChat {
  readonly page: Page;
}

export async function openCustomerPage(page: Page, url: string, name: string): Promise<CustomerPage> {
  await page.goto(`${url}?customer=${encodeURIComponent(name)}`);
  // A narrow page has no room to show it.
  await page.locator('#customer-name').filter({ hasText: name }).waitFor({ state: 'attached' });
  return { page, ...customerIn(page) };
}

/** The chat in a page, or in a frame of one. */
export function customerIn(place: Page | FrameLocator): CustomerChat {
  const bubbles = place.getByRole('log').locator('.bubble');
  const input = place.getByLabel('Your message');
  const types = async (text: string) => {
    // Nobody is as fast as to press a key before the page knows what to do with it.
    await place.locator('#customer-name:not(:empty)').waitFor({ state: 'attached' });
    await input.fill(text);
    await input.press('Enter');
  };
  const sees = (text: string) => bubbles.filter({ hasText: text }).last().waitFor();
  return {
    bubbles,
    types,
    sees,
    async asksForPerson(problem) {
      await types('I want to talk with a person');
      await sees('Please briefly explain your problem');
      await types(problem);
      await sees('You are being connected with an agent');
    },
  };
}
