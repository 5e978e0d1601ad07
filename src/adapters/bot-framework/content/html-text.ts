const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

export interface HtmlText {
  /** The words, with the emoji that stand among them as pictures. */
  readonly text: string;
  /** What the other pictures are called, as far as they say it. */
  readonly pictures: readonly string[];
  /** The tags of what is neither words nor a picture. */
  readonly others: readonly string[];
}

const other = /^\s*(video|audio|attachment|object|embed|iframe|svg|codeblock)\b/i;

/** What a reader sees of the HTML form of a message. Each pattern stops at the next `<`, so that the work is linear. */
export function readHtml(html: string): HtmlText {
  const pictures: string[] = [];
  const others: string[] = [];
  const marked = html.replace(/<([^<>]*)>/g, (_, tag: string) => {
    if (/^\s*(?:br|\/p|\/div|\/li|\/tr|\/blockquote)\b/i.test(tag)) return '\n';
    const shown = other.exec(tag)?.[1];
    if (shown !== undefined) others.push(shown.toLowerCase());
    if (!/^\s*img\b/i.test(tag)) return '';
    const alt = entitiesRead(/\balt\s*=\s*"([^"]*)"/i.exec(tag)?.[1] ?? '');
    if (
      /schema\.skype\.com\/Emoji/i.test(tag) ||
      /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(alt)
    )
      return alt;
    pictures.push(alt);
    return '';
  });
  const text = entitiesRead(marked)
    .replace(/\n{2,}/g, '\n')
    .trim();
  return { text, pictures, others };
}

function entitiesRead(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|\w{1,8});/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return entities.get(entity.toLowerCase()) ?? whole;
    // What JavaScript writes as 0x41 stands here as x41.
    const point = Number(entity.slice(1).replace(/^x/i, '0x'));
    return isCharacter(point) ? String.fromCodePoint(point) : whole;
  });
}

const isCharacter = (point: number): boolean =>
  point <= 0x10_ff_ff && !(point >= 0xd8_00 && point <= 0xdf_ff);
