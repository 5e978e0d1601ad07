import type { Page } from 'playwright-core';

/** The page for operators, as one of them uses it. */
export function operatorsPage(page: Page, url: string) {
  return {
    page,
    session: page.locator('#session'),
    findings: page.locator('#session .finding'),
    async signIn(token: string) {
      await page.goto(`${url}/admin`);
      await page.getByLabel('Operator’s token').fill(token);
      await page.keyboard.press('Enter');
      await page.getByText('Connected').waitFor();
    },
    /** By keyboard: the field has the focus after signing in, and its text is replaced. */
    async finds(id: string) {
      await page.getByRole('searchbox').fill(id);
      await page.keyboard.press('Enter');
      await page.locator('#session-title:focus').waitFor();
    },
  };
}
