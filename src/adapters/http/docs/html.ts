import { html } from 'hono/html';

/** Markup whose values have been escaped. */
export type Html = ReturnType<typeof html>;

/** Text in which `backticks` mark what is to be typed as it stands, and **asterisks** what matters. */
export function prose(text: string): readonly (Html | string)[] {
  return text
    .split('`')
    .flatMap((part, index) => (index % 2 === 1 ? [html`<code>${part}</code>`] : emphasized(part)));
}

const emphasized = (text: string): readonly (Html | string)[] =>
  text.split('**').map((part, index) => (index % 2 === 1 ? html`<strong>${part}</strong>` : part));

/** Prose of several paragraphs, which an empty line parts. */
export const paragraphs = (text: string): readonly Html[] =>
  text.split('\n\n').map((each) => html`<p>${prose(each)}</p>`);

/** What an address within the page is made of. */
export const anchor = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();

export const json = (value: unknown): Html =>
  html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`;
