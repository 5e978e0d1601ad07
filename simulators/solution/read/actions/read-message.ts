import type { Card, Message } from '../../action.ts';
import { formulaOf, type Text, textOf } from '../../formula.ts';
import { SolutionProblem } from '../../problem.ts';
import { asTextNode, listAt, neededText, onlyKnown, textAt } from '../yaml-fields.ts';
import type { MapNode, YamlNode } from '../yaml-node.ts';

/** Fields of a message that do not change what a chat shows. */
const unseen = ['kind', 'speak', 'allowBargeIn', 'inputHint', 'attachmentLayout', 'importance', 'locale'];

/** A text, or `{text: [...], speak: [...], attachments: [...]}`, of which a chat shows the first text. */
export function messageAt(map: MapNode, name: string): Message {
  const node = map.entries.get(name);
  if (!node) throw new SolutionProblem(map.place, `${name} is missing`);
  return messageIn(node, name);
}

export function optionalMessageAt(map: MapNode, name: string): Message | undefined {
  return map.entries.has(name) ? messageAt(map, name) : undefined;
}

function messageIn(node: YamlNode, name: string): Message {
  if (node.kind !== 'map') {
    const text = textOf(asTextNode(node, name), node.place);
    return { text, choices: [], cards: [] };
  }
  onlyKnown(node, name, [...unseen, 'text', 'attachments', 'quickReplies', 'suggestedActions']);
  const [first] = textsAt(node);
  const message = {
    text: first && textOf(asTextNode(first, name), first.place),
    choices: [...listAt(node, 'quickReplies'), ...listAt(node, 'suggestedActions')].flatMap(choiceIn),
    cards: listAt(node, 'attachments').map(cardIn),
  };
  if (!message.text && message.cards.length === 0)
    throw new SolutionProblem(node.place, `${name} has no text`);
  return message;
}

/** One text or several. */
function textsAt(map: MapNode): readonly YamlNode[] {
  const node = map.entries.get('text');
  return node?.kind === 'scalar' && node.text !== '' ? [node] : listAt(map, 'text');
}

function choiceIn(node: YamlNode): readonly Text[] {
  if (node.kind !== 'map') return [textOf(asTextNode(node, 'a choice'), node.place)];
  const shown = textAt(node, 'title') ?? textAt(node, 'text');
  return shown === undefined ? [] : [textOf(shown, node.place)];
}

function cardIn(node: YamlNode): Card {
  if (node.kind !== 'map') throw new SolutionProblem(node.place, 'an attachment has to be a map');
  const kind = neededText(node, 'kind');
  if (kind === 'AdaptiveCardTemplate') return adaptiveCardAt(node, 'cardContent');
  if (!/CardTemplate$/.test(kind)) throw new SolutionProblem(node.place, `a ${kind} is not known here`);
  const texts = ['title', 'subtitle', 'text'].flatMap((field) => textAt(node, field) ?? []);
  return { kind: 'plain', texts: texts.map((text) => textOf(text, node.place)) };
}

/** JSON with expressions in braces of its own cannot be told from them, so only what begins with `=` is one. */
export function adaptiveCardAt(map: MapNode, name: string): Card {
  const source = neededText(map, name);
  const { place } = map.entries.get(name) ?? map;
  return { kind: 'adaptive', content: formulaOf(source, place) };
}
