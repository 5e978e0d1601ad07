import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { entryTeller } from '../../../src/adapters/live-chat/salesforce/feed/told.ts';
import { streamedEvent } from '../../../src/adapters/live-chat/salesforce/wire.ts';
import { liveChatId, sessionId } from '../../../src/domain/ids.ts';
import {
  bareStart,
  environmentAt,
  type Organization,
  startOrganization,
} from '../../adapters/live-chat/salesforce/organization.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';
import { findingsOfEntry, findingsOfMessage, judgedTypes, version } from './components.ts';

const frame = z.object({ conversationEntry: z.looseObject({ entryType: z.string() }) });
const listed = z.object({ conversationEntries: z.array(z.looseObject({ entryType: z.string() })) });
type Entry = z.infer<typeof frame>['conversationEntry'];

let its: Organization & { readonly stop: () => Promise<void> };
/** What went over streams, and stood in lists. */
const streamed: Entry[] = [];
const inLists: Entry[] = [];

/** All acts of agents, in chats of their own, with each choice of the organization. */
const choices = [{}, { splitsTransfers: true }, { listsText: true }] as const;

beforeAll(async () => {
  its = await startOrganization();
  for (const [index, each] of choices.entries()) {
    its.behave(each);
    const session = sessionId(`hs_judged_${index}`);
    const chat = await its.begun({ ...bareStart, sessionId: session, context: { order: 17 } });
    const said = {
      sessionId: session,
      liveChatId: liveChatId(chat.id),
      messageId: 'm',
      sender: 'Anna',
      at: 0,
    };
    for (const kind of ['customer', 'notice'] as const)
      await its.liveChat.say({ ...said, kind, text: `words of a ${kind}` }, firstAttempt(`${index}-${kind}`));
    await chat.queuePosition(2, 60);
    await chat.join('Dana');
    await chat.says('Hello');
    await chat.saysByItself('I am the greeter');
    await chat.typing();
    await chat.transfersTo('Sam');
    await chat.leaves();
    await chat.ends(['no-agents', 'failed', undefined].map((reason) => (reason ? { reason } : {}))[index]);
    await its.liveChat.say({ ...said, kind: 'customer', text: 'too late' }, firstAttempt(`${index}-late`));
    await its.liveChat.end(said, 'customer', firstAttempt(`${index}-end`));
    await read(chat.id);
  }
});
afterAll(() => its.stop());

/** Reads a chat as a client of its own would, with the token of the adapter. */
async function read(chat: string): Promise<void> {
  const { simulator } = its;
  const { headers } = simulator.requests.findLast(({ path }) => path.endsWith('/sse')) ?? { headers: {} };
  const as = { ...headers, 'last-event-id': '0' };
  const list = await fetch(
    `${simulator.url}/iamessage/api/v2/conversation/${chat}/entries?direction=FromStart`,
    {
      headers: as,
    },
  );
  inLists.push(...listed.parse(await list.json()).conversationEntries);
  const stop = new AbortController();
  const stream = await fetch(`${simulator.url}/eventrouter/v1/sse`, { headers: as, signal: stop.signal });
  let isEnded = false;
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'ping') return;
      const { conversationEntry } = frame.parse(JSON.parse(data));
      streamed.push(conversationEntry);
      isEnded ||= JSON.stringify(conversationEntry).includes('too late');
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of stream.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (isEnded) break;
  }
  stop.abort();
}

const shapeOf = (body: unknown): string =>
  JSON.stringify(body)
    .replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<id>')
    .replaceAll(/msg_[\w-]+|\d{13}|0Mwxx[\da-f]+/g, '<n>');
const distinct = <Each>(all: readonly Each[]): readonly Each[] => [
  ...new Map(all.map((each) => [shapeOf(each), each])).values(),
];
const withSchema = (all: readonly Entry[]) => all.filter(({ entryType }) => judgedTypes.includes(entryType));

describe("By Salesforce's own schemas of entries", () => {
  it('of the version that the adapter was written for,', () => {
    expect(version).toBe('0.0.2');
    expect(environmentAt('http://127.0.0.1:9').LIVECHAT_BASE_URL).toBe('http://127.0.0.1:9');
  });

  it('each message of the adapter is right, and has no field that Salesforce does not know', () => {
    const messages = its.simulator.requests
      .filter(({ path }) => path.endsWith('/message'))
      .map(({ body }) => Object(body).message);
    const different = distinct(messages);
    expect(different.flatMap(findingsOfMessage)).toEqual([]);
    expect(different.length).toBe(3);
  });

  it('each entry of the simulated organization’s stream is right, of every type that has a schema', () => {
    const different = distinct(withSchema(streamed));
    expect(different.flatMap(findingsOfEntry)).toEqual([]);
    expect([...new Set(different.map(({ entryType }) => entryType))].sort()).toEqual([...judgedTypes].sort());
    expect(different.length).toBe(25);
  });

  it('each entry of its list is right, once the payload is a text as on the stream', () => {
    const asText = inLists.map((each) => ({
      ...each,
      entryPayload:
        typeof each.entryPayload === 'string' ? each.entryPayload : JSON.stringify(each.entryPayload),
    }));
    const different = distinct(withSchema(asText));
    expect(different.flatMap(findingsOfEntry)).toEqual([]);
    expect(different.length).toBe(25);
  });

  it('have no schema: the place in the queue, and typing', () => {
    const others = streamed.filter(({ entryType }) => !judgedTypes.includes(entryType));
    expect([...new Set(others.map(({ entryType }) => entryType))].sort()).toEqual([
      'QueuePosition',
      'TypingStartedIndicator',
    ]);
  });
});

describe('The judge', () => {
  const text = {
    messageType: 'StaticContentMessage',
    id: 'm',
    staticContent: { formatType: 'Text', text: 'Hi' },
  };

  it.each([
    ['no type', { id: 'm', staticContent: text.staticContent }],
    ['another type', { ...text, messageType: 'Words' }],
    ['no content', { messageType: text.messageType, id: 'm' }],
    ['a content without text', { ...text, staticContent: { formatType: 'Text' } }],
    ['a content of another format', { ...text, staticContent: { formatType: 'Words', text: 'Hi' } }],
    ['a field that is not known', { ...text, sender: 'Anna' }],
    [
      'a content with a field that is not known',
      { ...text, staticContent: { ...text.staticContent, bold: true } },
    ],
  ])('refuses a message with %s', (_, message) => {
    expect(findingsOfMessage(text)).toEqual([]);
    expect(findingsOfMessage(message)).not.toEqual([]);
  });

  it('refuses entries that are not of the schemas', () => {
    for (const type of judgedTypes) {
      const found = streamed.find(({ entryType }) => entryType === type);
      expect(findingsOfEntry(found)).toEqual([]);
      for (const [from, to] of [
        ['"role":"', '"role":"Some'],
        ['"appType":"', '"appType":"some'],
        ['\\"failureType\\":\\"', '\\"failureType\\":\\"Some'],
        ['\\"sessionStatus\\":\\"', '\\"sessionStatus\\":\\"Some'],
        ['\\"operation\\":\\"', '\\"operation\\":\\"some'],
        ['\\"messageType\\":\\"', '\\"messageType\\":\\"Some'],
        ['"clientTimestamp":', '"clientTime":'],
      ] as const) {
        const whole = JSON.stringify(found);
        if (whole.includes(from))
          expect(findingsOfEntry(JSON.parse(whole.replace(from, to))), from).not.toEqual([]);
      }
    }
  });
});

describe('The adapter', () => {
  it('reads each entry of the stream, and tells all but the customer’s and those of the routing', () => {
    const tell = entryTeller();
    const told = streamed.flatMap((conversationEntry) => {
      const read = streamedEvent.parse({ conversationId: 'c', conversationEntry });
      return tell(conversationEntry.entryType, read.conversationEntry);
    });
    const kinds = told.map((each) => (each.kind === 'message' ? 'message' : each.status.type));
    expect([...new Set(kinds)].sort()).toEqual(
      ['ended', 'joined', 'left', 'message', 'queue-position', 'transferred', 'typing'].sort(),
    );
  });
});
