import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  RecordedRequest,
  LiveChat as Simulator,
} from '../../../simulators/live-chat/start-live-chat.ts';
import { sessionId } from '../../../src/domain/ids.ts';
import {
  adapterOf,
  anna,
  notice,
  opened,
  simulatedChatwoot,
  words,
} from '../../adapters/live-chat/chatwoot/fresh-chatwoot.ts';
import { anotherAttempt, firstAttempt } from '../../contracts/live-chat-attempt.ts';
import { judgeBy, judgeExchange, leftOutOf, type Verdict } from './described-api.ts';

/*
 * Every request of the adapter and every answer of the simulator, by the description of Chatwoot's client API in ../shared/specs.
 * Its file has schemas of the agent API too, by which the few calls of that are judged.
 */

let chatwoot: Simulator;
let exchanges: readonly RecordedRequest[] = [];

beforeAll(async () => {
  chatwoot = await simulatedChatwoot();
  await playEverything();
  exchanges = chatwoot.requests;
});
afterAll(() => chatwoot.stop());

/** Each call that the adapter has, each way to start, and answers to what is not found, too long or too much. */
async function playEverything(): Promise<void> {
  const hmacToken = 'the-hmac-token-of-the-inbox';
  const plain = adapterOf(chatwoot.url);
  const full = adapterOf(chatwoot.url, { hasToken: true, hmacToken });
  const bare = { ...anna, sessionId: sessionId('hs_2'), customer: { id: 'c2', name: 'Bert' } };
  const context = { order: 7, vip: true, large: 10 ** 12, cart: { items: [1, 2] }, note: 'x'.repeat(4000) };
  chatwoot.behave({ choices: { hasBot: true } });
  const chat = await opened(full, { ...anna, context });
  await full.start(anna, anotherAttempt('s'));
  chatwoot.behave({});
  const other = await opened(plain, bare);
  for (const text of ['Hello', 'two\nlines 👩‍🚀', '**bold**'])
    await plain.say(words(chat, text), firstAttempt('k'));
  await chatwoot.chats[0]?.says('How can I help?');
  await plain.say(words(chat, '**bold**'), anotherAttempt('k'));
  await plain.say(notice(other, 'Bert has left.'), firstAttempt('n'));
  await full.say(notice(chat, 'Anna has left.'), firstAttempt('n'));
  await full.say(notice(chat, 'Anna has left.'), anotherAttempt('n'));
  await plain.typing(chat);
  await plain.end(chat, 'customer', firstAttempt('e'));
  await plain.end(chat, 'customer', anotherAttempt('e'));
  await plain.say(words(chat, 'One more thing'), firstAttempt('k'));
  chatwoot.behave({ choices: { messagesPerMinute: 0 } });
  await plain.say(words(other, 'too much'), firstAttempt('k'));
  const unknown = { ...chat, sessionId: sessionId('hs_9') };
  await plain.say(words(unknown, 'Hello'), firstAttempt('k'));
  await plain.end(unknown, 'customer', firstAttempt('e'));
}

const isClient = ({ path }: RecordedRequest): boolean => path.startsWith('/public/');
const distinct = (values: readonly unknown[]): number =>
  new Set(values.map((each) => JSON.stringify(each))).size;
/** Known to the server's controller and named by our facts, but not described in the file. */
const undescribed = ['/source_id is not described'];
/** The file has `description` and `errors`; the server's own handler of what is not found writes `error`. */
const refusals = ['/error is not described'];

describe('By the description of the client API', () => {
  const judged = () => exchanges.filter(isClient).map((each) => ({ each, ...judgeExchange(each) }));

  it('every operation of the adapter is described, but for the one that shows the inbox', () => {
    const strange = judged().filter(({ operation }) => operation === undefined);
    const inbox = /^\/public\/api\/v1\/inboxes\/[^/]+$/;
    expect(strange.filter(({ each }) => !inbox.test(each.path))).toEqual([]);
    expect(new Set(judged().map(({ operation }) => operation)).size).toBe(8);
  });

  it('every request is as described, and a contact’s has one field more', () => {
    const requests = judged().flatMap(({ each, request }) =>
      request ? [{ body: each.body, ...request }] : [],
    );
    for (const { by, faults } of requests) {
      expect(faults, by).toEqual(by === 'public_contact_create_update_payload' ? undescribed : []);
    }
    expect(distinct(requests.map(({ body }) => body))).toBeGreaterThanOrEqual(11);
  });

  it('every answer is as described, with every field that is', () => {
    const answers = judged().flatMap(({ each, response }) =>
      response ? [{ answer: each.answer, ...response }] : [],
    );
    for (const { by, faults } of answers) {
      expect(faults, by).toEqual(by === 'bad_request_error' ? refusals : []);
    }
    expect(new Set(answers.map(({ by }) => by))).toEqual(
      new Set(['public_contact', 'public_conversation', 'public_message', 'bad_request_error']),
    );
    const whole = answers.filter(({ by }) => by !== 'bad_request_error');
    for (const { by, answer } of whole) {
      for (const each of Array.isArray(answer) ? answer : [answer]) {
        expect(leftOutOf(by, each), by).toEqual(by === 'public_message' ? ['attachments'] : []);
      }
    }
    expect(distinct(answers.map(({ answer }) => answer))).toBeGreaterThanOrEqual(15);
  });

  it('answers with a status that no operation describes are refusals of what is not valid or not there', () => {
    const rest = judged().filter(
      ({ operation, response, each }) => operation && !response && each.status !== 200,
    );
    expect(new Set(rest.map(({ each }) => each.status))).toEqual(new Set([404, 422]));
  });
});

/** The file has a contact for the sender of each message, and of the content attributes, which are open, only one. */
const known =
  /sender\/type must be equal to one of the allowed values|content_attributes\/handoff_message is not described/;

describe('By its schemas of the agent API', () => {
  const verdicts = (): readonly (Verdict & { readonly value: unknown })[] =>
    exchanges
      .filter((each) => !isClient(each))
      .flatMap(({ method, path, body, answer }) => {
        const judge = (name: string, value: unknown) => [{ ...judgeBy(name, value), value }];
        if (path.endsWith('/agents')) return listIn(answer).flatMap((agent) => judge('agent', agent));
        if (path.endsWith('/toggle_status')) return judge('conversation_status_toggle', answer);
        if (method === 'GET') return judge('conversation_messages', answer);
        return [...judge('conversation_message_create_payload', body), ...judge('message_detailed', answer)];
      });

  it('notes, their list, the agents and the opening of what a bot holds are as described', () => {
    for (const { by, faults } of verdicts()) {
      expect(
        faults.filter((each) => !known.test(each)),
        by,
      ).toEqual([]);
    }
    expect(new Set(verdicts().map(({ by }) => by)).size).toBe(5);
  });
});

const listIn = (answer: unknown): readonly unknown[] => (Array.isArray(answer) ? answer : []);

describe('The judge', () => {
  it('finds a wrong type, a field that is none, and an answer without one', () => {
    expect(judgeBy('public_message', { id: 'm', echo_id: 'x' }).faults).toEqual([
      '/id must be integer',
      '/echo_id is not described',
    ]);
    expect(judgeBy('public_conversation', { messages: [{ content: 5 }] }).faults).toHaveLength(1);
    expect(leftOutOf('public_contact', { id: 1 })).toContain('source_id');
  });
});
