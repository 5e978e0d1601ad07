/** Words of a test carry a token that no other words have, so that they are known wherever they turn up. */
const pattern = /\bqz[0-9a-z]+qz\b/;

/** The token in a text; absent in words that no test wrote, such as the bridge's own sentences. */
export const tokenIn = (text: string): string | undefined => pattern.exec(text)?.[0];

/** New tokens; `mark` tells runs apart. Letters and digits only, so that no Markdown touches them. */
export function tokens(mark: string): () => string {
  const cleanMark = mark.toLowerCase().replace(/[^0-9a-z]/g, '');
  let count = 0;
  return () => `qz${cleanMark}x${(count++).toString(36)}qz`;
}
