import type { Card, Message } from '../action.ts';
import { isRecord, isTable, type Value } from '../power-fx/value.ts';
import { SolutionProblem } from '../problem.ts';
import { namesOf, type Play } from './play.ts';

/** Says a message: its text, then its cards and what can be chosen, each as text of its own. */
export async function show(
  play: Play,
  { text, cards, choices }: Message,
  offered: readonly string[] = [],
): Promise<void> {
  const names = namesOf(play);
  const filled = text?.filled(names) ?? '';
  const shown = cards.map((card) => cardText(play, card));
  const listed = [...choices.map((choice) => choice.filled(names)), ...offered];
  const all = [filled, ...shown, listed.map((choice) => `- ${choice}`).join('\n')];
  for (const each of all) if (each.trim() !== '') await play.say(each);
}

function cardText(play: Play, card: Card): string {
  const names = namesOf(play);
  if (card.kind === 'plain') return card.texts.map((text) => text.filled(names)).join('\n');
  const { content } = card;
  const value = 'value' in content ? content.value(names) : content.filled(names);
  return linesOf(typeof value === 'string' ? parsed(value, content.place) : value).join('\n');
}

function parsed(text: string, place: SolutionProblem['place']): Value {
  try {
    return JSON.parse(text);
  } catch {
    throw new SolutionProblem(place, 'the card is not JSON');
  }
}

/** Fields of an adaptive card that a customer reads, and those that hold others. */
const read = ['text', 'title', 'label', 'placeholder', 'altText'] as const;
const containers = [
  'body',
  'items',
  'columns',
  'actions',
  'facts',
  'choices',
  'rows',
  'cells',
  'inlines',
] as const;

function linesOf(node: Value): readonly string[] {
  if (isTable(node)) return node.flatMap(linesOf);
  if (node === null || !isRecord(node)) return [];
  const texts = read.flatMap((field) => textAt(node[field]));
  const value = node.type === undefined ? textAt(node.value) : [];
  const line = [...texts, ...value].join(': ');
  const input = typeof node.type === 'string' && node.type.startsWith('Input.') ? `[${line}]` : line;
  return [...(line === '' ? [] : [input]), ...containers.flatMap((field) => linesOf(node[field] ?? null))];
}

const textAt = (value: Value | undefined): readonly string[] =>
  typeof value === 'string' && value.trim() !== '' ? [value] : [];
