import fc from 'fast-check';
import type { Command } from '../../src/domain/commands.ts';
import { conversationId, liveChatId, messageId, sessionId } from '../../src/domain/ids.ts';
import { patsCaller, patsChannel } from './builders.ts';

/*
 * Commands as they may come, in any order and from anybody who is confused. Few different values, so that repeats,
 * stale names and foreign live chats really happen.
 */

const oneOf = <const Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const name = oneOf('Dana', 'Elli');
const text = oneOf('', 'Hello', 'The printer is on fire');
const problem = oneOf('The printer is on fire', 'The carpet');
const address = oneOf('teams/pat', 'teams/pat/phone');

const opening = fc.oneof(
  fc.constant({ as: 'active' } as const),
  fc.record({ as: fc.constant('queued' as const), queuePosition: fc.nat({ max: 3 }) }),
);

/** What an agent did, with a name or without. */
const byAgent = <const Type extends Command['type']>(type: Type) =>
  fc.record({ type: fc.constant(type), agentName: name }, { requiredKeys: ['type'] });

/** One arbitrary for each command there is: the compiler reports the one that was forgotten. */
const commands: { readonly [Type in Command['type']]: fc.Arbitrary<Command & { type: Type }> } = {
  'request-handoff': fc.record({
    type: fc.constant('request-handoff' as const),
    sessionId: fc.nat({ max: 1000 }).map((number) => sessionId(`s${number}`)),
    conversationId: fc.constant(conversationId('c1')),
    customer: fc.constant({ id: 'pat', name: 'Pat' }),
    caller: fc.constant(patsCaller),
    channel: fc.constant(patsChannel),
    customerAddress: address,
    problem,
    transcript: fc.constant([]),
  }),
  'repeat-request': fc.constant({ type: 'repeat-request' }),
  'confirm-opened': fc.record({
    type: fc.constant('confirm-opened' as const),
    liveChatId: oneOf('lc1', 'lc2').map(liveChatId),
    opening,
  }),
  'give-up-opening': fc.record({
    type: fc.constant('give-up-opening' as const),
    why: oneOf('closed', 'no-agents', 'unavailable'),
    liveChatMayExist: fc.boolean(),
    customerIsTold: fc.boolean(),
  }),
  'move-customer': fc.record({ type: fc.constant('move-customer' as const), customerAddress: address }),
  'say-as-customer': fc.record(
    {
      type: fc.constant('say-as-customer' as const),
      messageId: fc.nat().map((number) => messageId(`p${number}`)),
      text,
      problem,
      customerAddress: address,
    },
    { requiredKeys: ['type', 'messageId', 'text', 'customerAddress'] },
  ),
  'say-as-agent': fc.record(
    {
      type: fc.constant('say-as-agent' as const),
      messageId: fc.nat().map((number) => messageId(`d${number}`)),
      text,
      agentName: name,
    },
    { requiredKeys: ['type', 'messageId', 'text'] },
  ),
  'say-as-live-chat': fc.record({
    type: fc.constant('say-as-live-chat' as const),
    messageId: fc.nat().map((number) => messageId(`t${number}`)),
    text,
  }),
  'record-agent-joined': byAgent('record-agent-joined'),
  'record-agent-left': byAgent('record-agent-left'),
  'record-agent-transferred': byAgent('record-agent-transferred'),
  'record-queue-position': fc.record({
    type: fc.constant('record-queue-position' as const),
    position: fc.nat({ max: 3 }),
  }),
  'record-undeliverable': fc.record({
    type: fc.constant('record-undeliverable' as const),
    to: oneOf('customer', 'live-chat'),
    cause: oneOf('invalid', 'expired'),
  }),
  'record-delay': fc.record({
    type: fc.constant('record-delay' as const),
    to: oneOf('customer', 'live-chat'),
  }),
  'record-reached': fc.record({
    type: fc.constant('record-reached' as const),
    to: oneOf('customer', 'live-chat'),
  }),
  'record-late-arrival': fc.constant({ type: 'record-late-arrival' }),
  'warn-idle': fc.constant({ type: 'warn-idle' }),
  'close-live-chat': fc.record(
    {
      type: fc.constant('close-live-chat' as const),
      reason: oneOf('agent', 'closed', 'no-agents', 'idle', 'too-long', 'failed'),
      liveChat: oneOf('over', 'unreachable'),
      lastMessage: text,
    },
    { requiredKeys: ['type', 'reason'] },
  ),
  'record-live-chat-over': fc.constant({ type: 'record-live-chat-over' }),
  'end-handoff': fc.record({
    type: fc.constant('end-handoff' as const),
    by: oneOf('customer', 'copilot'),
  }),
  'finish-closing': fc.constant({ type: 'finish-closing' }),
};

/** How often a kind of command comes, where that is not as often as any other: lives should get somewhere. */
const weights: Readonly<Partial<Record<Command['type'], number>>> = {
  'request-handoff': 3,
  'confirm-opened': 4,
  'record-agent-joined': 2,
  'say-as-customer': 3,
  'say-as-agent': 3,
};

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  ...Object.entries<fc.Arbitrary<Command>>(commands).map(([type, arbitrary]) => ({
    arbitrary,
    weight: isWeighted(type) ? (weights[type] ?? 1) : 1,
  })),
);

function isWeighted(type: string): type is keyof typeof weights {
  return type in weights;
}

/** Any command of one kind. */
export const anyOf = <const Type extends Command['type']>(type: Type) => commands[type];
