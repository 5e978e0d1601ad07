import { html } from 'hono/html';

/** Markup whose values have been escaped. */
export type Html = ReturnType<typeof html>;

/** Text in which `backticks` mark what is to be typed as it stands. */
export function prose(text: string): readonly (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** What an address within the page is made of. */
export const anchor = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();

export const json = (value: unknown): Html =>
  html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`;
