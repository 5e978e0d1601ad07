import type { Entity, ListItem } from '../../entity.ts';
import { isRecord, isTable, optionOf, PowerFxError, type Value } from '../../power-fx/value.ts';
import { type Language, languageOf } from '../../recognition/language.ts';
import { keyOf, meaningOf } from '../../recognition/meaning.ts';
import { namesOf, type Play } from '../play.ts';
import { timeIn } from './spoken-times.ts';

/** What a question offers, as the customer reads it. */
export function offeredBy(play: Play, entity: Entity): readonly string[] {
  if (entity.kind === 'list') return entity.items.map(({ label }) => label);
  return entity.kind === 'rows' ? rowsOf(play, entity).map(labelOf) : [];
}

/** The value that the customer's words are for a question; undefined when they are none. */
export function answerIn(play: Play, entity: Entity): Value | undefined {
  const { text } = play;
  const language = languageOf(play.solution.agent.language);
  switch (entity.kind) {
    case 'text':
      return text;
    case 'boolean':
      return yesOrNo(text, language);
    case 'number':
    case 'whole number':
      return numberIn(text, entity.kind === 'whole number');
    case 'email':
      return found(text, /[^\s@<>]+@[^\s@<>]+\.[^\s@<>.,;]+/);
    case 'url':
      return found(text, /https?:\/\/\S+/i);
    case 'phone':
      return found(text, /\+?\d[\d\s()/.-]{4,}\d/);
    case 'zip code':
      return found(text, /\b\d{5}(?:-\d{4})?\b|\b\d{4} ?[A-Z]{2}\b|\b\d{4}\b/);
    case 'date':
      return timeIn(text, 'Date', language);
    case 'date and time':
      return timeIn(text, 'DateTime', language);
    case 'name':
      return nameIn(text, language);
    case 'pattern':
      return entity.pattern.exec(text)?.[0];
    case 'list': {
      const item = chosen(text, entity.items, language);
      return item && optionOf(entity.set, item.id, item.label);
    }
    case 'rows':
      return chosenRow(play, entity, language);
  }
}

const found = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[0].trim();

/** Politeness and function words beside it do not count; a yes with a negation is neither. */
function yesOrNo(text: string, language: Language): boolean | undefined {
  const { words, yes, no, thanks, functionWords, negations } = language;
  const isMeant = (word: string) =>
    yes.has(word) || no.has(word) || !(thanks.has(word) || functionWords.has(word));
  const said = words(text).filter(isMeant);
  if (said.length === 0) return undefined;
  if (said.every((word) => yes.has(word))) return true;
  return said.some((word) => no.has(word)) && said.every((word) => no.has(word) || negations.has(word))
    ? false
    : undefined;
}

/** The one number in a text, also with a sign or a unit at it; digits may be in groups of three. */
function numberIn(text: string, isWhole: boolean): number | undefined {
  const [first, second] = text.match(/(?<![\p{L}\p{N}.,])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\p{N}])/gu) ?? [];
  if (first === undefined || second !== undefined) return undefined;
  const number = Number(first.replaceAll(',', ''));
  return isWhole && !Number.isInteger(number) ? undefined : number;
}

/** A choice by its name, a synonym, or its number in the list. */
function chosen(text: string, items: readonly ListItem[], language: Language): ListItem | undefined {
  const key = (each: string) => keyOf(meaningOf(each, language));
  const said = text.trim().toLowerCase();
  const namesOfItem = ({ id, label, synonyms }: ListItem) => [label, id, ...synonyms];
  const by = (fits: (name: string) => boolean) => items.find((item) => namesOfItem(item).some(fits));
  const position = /^\d+$/.test(said) ? items[Number(said) - 1] : undefined;
  const within = items.filter((item) =>
    namesOfItem(item).some((name) =>
      ` ${language.words(text).join(' ')} `.includes(` ${language.words(name).join(' ')} `),
    ),
  );
  return (
    by((name) => name.trim().toLowerCase() === said) ??
    by((name) => key(name) !== '' && key(name) === key(text)) ??
    (within.length === 1 ? within[0] : undefined) ??
    position
  );
}

type Rows = Extract<Entity, { readonly kind: 'rows' }>;

function rowsOf(play: Play, { items }: Rows): readonly Value[] {
  return items.judged(namesOf(play), (value) => {
    if (!isTable(value)) throw new PowerFxError('what can be chosen from is not a table');
    return value;
  });
}

function chosenRow(play: Play, entity: Rows, language: Language): Value | undefined {
  const rows = rowsOf(play, entity);
  const items = rows.map((row, index) => ({
    id: `#${index}`,
    label: labelOf(row),
    synonyms: synonymsOf(row),
  }));
  const item = chosen(play.text, items, language);
  return item && rows[items.indexOf(item)];
}

/** By the columns that Copilot Studio shows, or the first that is text. */
function labelOf(row: Value): string {
  if (row === null || typeof row !== 'object') return String(row ?? '');
  if (!isRecord(row)) return '';
  const shown = ['DisplayName', 'displayName', 'Name', 'Title', 'Value'].map((column) => row[column]);
  const text = [...shown, ...Object.values(row)].find((value) => typeof value === 'string');
  return typeof text === 'string' ? text : '';
}

function synonymsOf(row: Value): readonly string[] {
  const synonyms = row !== null && isRecord(row) ? row.Synonyms : undefined;
  return typeof synonyms === 'string' ? synonyms.split(/[;,]/).map((each) => each.trim()) : [];
}

const mostNameWords = 4;

/** What a name is within a sentence no dictionary here tells, so a sentence is none. */
function nameIn(text: string, { words, functionWords }: Language): string | undefined {
  const said = words(text);
  const isName =
    said.length > 0 && said.length <= mostNameWords && !said.some((word) => functionWords.has(word));
  return isName ? text.trim().replace(/[.!]+$/, '') : undefined;
}
