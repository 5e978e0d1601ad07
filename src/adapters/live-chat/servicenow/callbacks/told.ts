import { createHash } from 'node:crypto';
import type { AgentStatus } from '../../../../application/ports/inbound.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import { endOf } from '../end-of.ts';
import {
  actionOf,
  agentNameOf,
  isAgentsWord,
  isBlank,
  isInput,
  isWait,
  systemTextOf,
  textOf,
} from '../items.ts';
import type { Callback, Item } from '../wire.ts';
import { toldBySystemText } from './system-texts.ts';

/** One thing that a callback tells. Items that have no `messageId` get an id that follows from the whole callback. */
export type Told =
  | {
      readonly type: 'words';
      readonly id: string;
      /** Of the message, as ServiceNow names it. */
      readonly theirId?: string;
      readonly text: string;
      readonly agentName?: string;
    }
  | { readonly type: 'automatic'; readonly id: string; readonly text: string }
  | { readonly type: 'status'; readonly id: string; readonly status: AgentStatus };

export interface ReadCallback {
  /** In the order of the items; an end comes last. */
  readonly told: readonly Told[];
  /** Whether the Virtual Agent asks the customer something, and nothing speaks of an agent. */
  readonly isDialogue: boolean;
}

/** What a conversation has that goes to an agent, or is with one. */
const ofAgents = new Set(['subscribetosupportqueue', 'subscribetochatpresence', 'switchtoliveagent']);

/** `rawBody` is the callback as it was sent: a repeat is the same, and nothing else is. */
export function readCallback(callback: Callback, rawBody: string): ReadCallback {
  const items = callback.body;
  const isAgents =
    callback.agentChat === true ||
    items.some((each) => isAgentsWord(each) || isWait(each) || ofAgents.has(actionOf(each) ?? ''));
  const isDialogue = items.some(isInput) && !isAgents;
  const digest = digestOf(rawBody);
  const idOf = distinctIds();
  const told = items.flatMap((item, index): readonly Told[] => {
    const meant = meaningOf(item);
    // What the Virtual Agent says around a question is of no use to a customer, who cannot answer it.
    if (meant === undefined || (isDialogue && meant.type === 'automatic')) return [];
    const id = meant.id ?? idOf(item.messageId) ?? `${digest}-${index}`;
    if (meant.type !== 'words' || item.messageId === undefined) return [{ ...meant, id }];
    return [{ ...meant, id, theirId: item.messageId }];
  });
  const end = endOf(callback);
  const last: readonly Told[] =
    end === undefined ? [] : [{ type: 'status', id: `end-${digest}`, status: end }];
  return { told: [...onceJoined(told), ...last], isDialogue };
}

/** An action and a system text say together who came; and a leave beside a join is a transfer. */
function onceJoined(told: readonly Told[]): readonly Told[] {
  const statuses = told.flatMap((each) => (each.type === 'status' ? [each.status] : []));
  const isNamed = statuses.some((each) => each.type === 'joined' && each.agentName !== undefined);
  const hasJoined = statuses.some(({ type }) => type === 'joined');
  const isTransfer = hasJoined && statuses.some(({ type }) => type === 'left');
  return told.flatMap((each): readonly Told[] => {
    if (each.type !== 'status') return [each];
    if (each.status.type === 'left' && isTransfer) return [];
    if (each.status.type !== 'joined') return [each];
    if (isNamed && each.status.agentName === undefined) return [];
    return [isTransfer ? { ...each, status: { ...each.status, type: 'transferred' } } : each];
  });
}

/** Items of one callback are not repeats of each other, should they share an id. */
function distinctIds(): (id: string | undefined) => string | undefined {
  const times = new Map<string, number>();
  return (id) => {
    if (id === undefined) return undefined;
    const before = times.get(id) ?? 0;
    times.set(id, before + 1);
    return before === 0 ? id : `${id}-${before + 1}`;
  };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

type Meaning =
  | { readonly type: 'words'; readonly id?: string; readonly text: string; readonly agentName?: string }
  | { readonly type: 'automatic'; readonly id?: string; readonly text: string }
  | { readonly type: 'status'; readonly id?: string; readonly status: AgentStatus };

/** An end is read from the callback as a whole. */
function meaningOf(item: Item): Meaning | undefined {
  const action = actionOf(item);
  if (action !== undefined) return meaningOfAction(item, action);
  const text = textOf(item);
  if (isBlank(text)) return undefined;
  if (isAgentsWord(item)) return { type: 'words', text, ...agentNameOf(item) };
  return item.uiType?.toLowerCase() === 'outputtext' ? { type: 'automatic', text } : undefined;
}

/** Whatever other actions there are say nothing that the customer should know. */
function meaningOfAction(item: Item, action: string): Meaning | undefined {
  if (action === 'starttypingindicator') return { type: 'status', status: { type: 'typing' } };
  if (action === 'switchtoliveagent')
    return { type: 'status', status: { type: 'joined', ...agentNameOf(item) } };
  if (action === 'startspinner') return waitOf(item);
  if (action !== 'system') return undefined;
  const text = systemTextOf(item);
  const told = toldBySystemText(text);
  if (told !== undefined) return told.type === 'ended' ? undefined : { type: 'status', status: told };
  return isBlank(text) ? undefined : { type: 'automatic', text };
}

/**
 * The wait comes as text such as `8 Seconds`, anew with each change. A customer is told of it once a minute's worth, so that the
 * seconds of a countdown are no messages.
 */
function waitOf(item: Item): Meaning | undefined {
  const { waitTime = '', message = '' } = item;
  if (!isWait(item) || isBlank(waitTime)) return undefined;
  const text = plainText(message.includes(waitTime) ? message : `${message} ${waitTime}`.trim());
  return { type: 'automatic', id: `wait-${minutesIn(waitTime)}`, text };
}

function minutesIn(waitTime: string): string {
  const [, amount, unit = ''] = /^\s*(\d{1,6})\s*(second|minute|hour)?/i.exec(waitTime) ?? [];
  if (amount === undefined) return digestOf(waitTime);
  const minutes = { minute: 1, hour: 60 }[unit.toLowerCase()] ?? 1 / 60;
  return String(Math.ceil(Number(amount) * minutes));
}
