import { oneLine } from '../../../domain/plain-text.ts';
import type { InboundActivity } from '../inbound-activity.ts';
import { fieldsIn, firstText } from '../json-fields.ts';
import type { ContentKind, Sign } from './content-signs.ts';
import { readHtml } from './html-text.ts';

/** What came with a message beside its text. */
export interface Enclosures {
  /** What stands in the HTML form of the message alone, such as an emoji; absent when there is none or it has no words. */
  readonly htmlText?: string;
  readonly signs: readonly Sign[];
}

/** So many are named one by one. */
const maxNamed = 20;
const nameLength = 200;

/** Teams sends the HTML form of a message along with its text: that is the same once more, and no attachment. */
export function enclosuresIn({ attachments = [], entities = [], text = '' }: InboundActivity): Enclosures {
  const all = attachments.map(fieldsIn);
  const forms = all.flatMap((each) => (isHtmlForm(each) ? [readHtml(String(each.content ?? ''))] : []));
  const signs: Sign[] = all.filter((each) => !isHtmlForm(each)).map(signOf);
  // A picture in the text comes as an attachment as well, and a sticker in the HTML form alone.
  if (!signs.some(({ kind }) => kind === 'picture')) {
    signs.push(...forms.flatMap(({ pictures }) => pictures).map((name) => namedSign('picture', name)));
  }
  signs.push(...entities.flatMap(placeOrPerson));
  const htmlText = forms
    .map((form) => form.text)
    .filter((words) => words !== '')
    .join('\n');
  if (htmlText === '' && text.trim() === '' && signs.length === 0) {
    signs.push(...forms.flatMap(({ others }) => others).map((tag) => namedSign('attachment', tag)));
  }
  return { signs: bounded(signs), ...(htmlText !== '' && { htmlText }) };
}

type Fields = Readonly<Record<string, unknown>>;

const typeOf = ({ contentType }: Fields): string =>
  typeof contentType === 'string' ? contentType.trim().toLowerCase() : '';

/** An HTML file is named, or lies somewhere. */
const isHtmlForm = (fields: Fields): boolean =>
  typeOf(fields) === 'text/html' && (typeof fields.content === 'string' || !isFile(fields));

const isFile = ({ name, contentUrl }: Fields): boolean => firstText(name, contentUrl) !== undefined;

function bounded(signs: readonly Sign[]): readonly Sign[] {
  if (signs.length <= maxNamed) return signs;
  return [...signs.slice(0, maxNamed), { kind: 'more', count: signs.length - maxNamed }];
}

const nameOf = (...candidates: readonly unknown[]): string =>
  oneLine(firstText(...candidates) ?? '', nameLength) || 'unnamed';

const namedSign = (kind: ContentKind, ...candidates: readonly unknown[]): Sign => ({
  kind,
  name: nameOf(...candidates),
});

function signOf(attachment: Fields): Sign {
  const type = typeOf(attachment);
  const content = fieldsIn(attachment.content);
  const kind = kindOf(type, attachment);
  if (kind === 'card') return namedSign(kind, attachment.name, cardTitle(content), type);
  return namedSign(kind, attachment.name, content.name, content.title, type);
}

const kinds: readonly (readonly [pattern: RegExp, kind: ContentKind])[] = [
  [/^image\b/, 'picture'],
  [/^audio\b/, 'audio'],
  [/^video\b/, 'video'],
  [/^text\/(?:x-)?vcard\b|contact/, 'contact'],
  [/location|^application\/(?:geo\+json|vnd\.google-earth)/, 'location'],
  [/teams\.file\.|^application\/(?:pdf|octet-stream|zip)$/, 'file'],
  [/^application\/vnd\.microsoft\.(?:teams\.)?card\b/, 'card'],
];

const kindOf = (type: string, attachment: Fields): ContentKind =>
  kinds.find(([pattern]) => pattern.test(type))?.[1] ?? (isFile(attachment) ? 'file' : 'attachment');

/** What a card calls itself, or the first words in it. */
function cardTitle(content: Fields): string | undefined {
  const body: readonly unknown[] = Array.isArray(content.body) ? content.body : [];
  const words = body.slice(0, maxNamed).map((element) => fieldsIn(element).text);
  return firstText(content.title, content.fallbackText, content.summary, content.text, ...words);
}

function placeOrPerson(entity: unknown): readonly Sign[] {
  const { type, name, latitude, longitude, address } = fieldsIn(entity);
  switch (typeof type === 'string' ? type.toLowerCase() : '') {
    case 'geocoordinates':
    case 'place': {
      const point =
        typeof latitude === 'number' && typeof longitude === 'number' && `${latitude}, ${longitude}`;
      return [namedSign('location', [name, point].filter(Boolean).join(': '), address)];
    }
    case 'contact':
    case 'person':
      return [namedSign('contact', name)];
    default:
      return [];
  }
}
