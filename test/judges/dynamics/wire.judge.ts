import { activityZodSchema } from '@microsoft/agents-activity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordedCallback, RecordedRequest } from '../../../simulators/live-chat/live-chat.ts';
import { withoutNulls } from '../../../src/adapters/http/requests/without-nulls.ts';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';
import { openSession } from '../../adapters/live-chat/callbacks.ts';
import {
  documentedAnswers,
  documentedCallbacks,
  documentedRequests,
  isDocumented,
  pathsIn,
} from '../../adapters/live-chat/dynamics/documented.ts';

/*
 * Microsoft publishes no schema of the Messaging API, but says that its bodies are Bot Framework activities. The Agents SDK, which is
 * here already, parses them: each activity that we send, each that the simulated Dynamics posts or lists, and each of the pages.
 */

let requests: readonly RecordedRequest[];
let callbacks: readonly RecordedCallback[];
let world: RunningBridge;

const choices = [
  {},
  { callbackIds: 'id', eventsAs: 'event', isOdd: true },
  { callbackIds: 'channelData', echoes: 'id' },
  { echoes: 'nothing' },
];

beforeAll(async () => {
  world = await startRunningBridge({ liveChatKind: 'dynamics' });
  for (const [index, each] of choices.entries()) {
    world.liveChat.behave({ choices: each });
    const { chat, copilot } = await openSession(world, {
      ProblemDescription: 'It burns',
      Context: { order: 7, deep: { a: [1] } },
      Transcript: [{ from: 'customer', text: 'I need help' }],
    });
    await chat.join('Dana');
    world.liveChat.failNext({ path: '/send', reset: 'after-accepting' });
    await copilot.message('Hello');
    await chat.sees('Hello');
    await copilot.message('x'.repeat(7_000));
    await copilot.send({ type: 'typing' });
    await chat.typing();
    await chat.says('Which **one**?');
    await chat.leaves();
    await chat.join('Kim');
    await chat.transfersTo('Lee');
    if (index % 2 === 0) await chat.ends();
    else await copilot.message('end handoff');
    await chat.isEnded();
  }
  world.liveChat.refuse('closed');
  await openSession(world).catch(() => undefined);
  requests = world.liveChat.requests.filter(({ status }) => status > 0);
  callbacks = world.liveChat.callbacks;
}, 60_000);
afterAll(() => world.stop());

const parses = (body: unknown): boolean => activityZodSchema.safeParse(withoutNulls(body)).success;

/** A body without what differs in each run, so that different ones can be counted. */
const shapeOf = (body: unknown): string =>
  JSON.stringify(body)
    .replaceAll(
      /hs_[0-9a-f-]{36}(\.\d+)*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|msg_[\w-]+|\d{13}/g,
      '<id>',
    )
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
const distinct = (bodies: readonly unknown[]): readonly unknown[] => [
  ...new Map(bodies.map((each) => [shapeOf(each), each])).values(),
];
const sentTo = (path: RegExp) => requests.filter((each) => path.test(each.path));
const activitiesOf = () =>
  distinct(
    sentTo(/conversation\/[0-9a-f-]{36}$/)
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body),
  );

describe('The activities of Microsoft’s own SDK', () => {
  it('are what the adapter sends', () => {
    const bodies = activitiesOf();
    expect(bodies.length).toBeGreaterThanOrEqual(6);
    expect(bodies.filter((body) => !parses(body))).toEqual([]);
  });

  it('are what the simulated Dynamics posts', () => {
    const bodies = distinct(callbacks.map(({ sent }) => sent));
    expect(bodies.length).toBeGreaterThanOrEqual(15);
    expect(bodies.filter((body) => !parses(body))).toEqual([]);
  });

  it('are what the simulated Dynamics lists', () => {
    const listed = sentTo(/\/messages$/).flatMap(({ answer }) =>
      typeof answer === 'object' && answer !== null && 'messages' in answer && Array.isArray(answer.messages)
        ? answer.messages
        : [],
    );
    expect(distinct(listed).length).toBeGreaterThanOrEqual(4);
    expect(listed.filter((body) => !parses(body))).toEqual([]);
  });

  it('are the samples of the pages, once nulls are removed', () => {
    const { attachment, ...others } = documentedCallbacks('c2b7a1d4-0e5f-4f6a-8b9c-7d8e9f0a1b2c');
    for (const sample of Object.values(others))
      expect(activityZodSchema.safeParse(sample).success).toBe(true);
    expect([activityZodSchema.safeParse(attachment).success, parses(attachment)]).toEqual([false, true]);
    for (const { messages } of documentedAnswers.messages) expect(messages.every(parses)).toBe(true);
  });
});

describe('The tables of Microsoft’s pages', () => {
  it('have each field that the adapter sends', () => {
    const undocumented = (bodies: readonly unknown[], fields: readonly string[]) =>
      bodies.flatMap((body) => pathsIn(body).filter((path) => !isDocumented(path, fields)));
    const creates = distinct(sentTo(/\/create$/).map(({ body }) => body));
    const asked = distinct(sentTo(/CCaaS_/).map(({ body }) => body));
    expect([creates.length > 0, undocumented(creates, documentedRequests.create)]).toEqual([true, []]);
    expect([asked.length > 0, undocumented(asked, documentedRequests.availability)]).toEqual([true, []]);
    const { message, typing, endOfConversation } = documentedRequests;
    expect(undocumented(activitiesOf(), [...message, ...typing, ...endOfConversation])).toEqual([]);
  });

  it('have each field that the simulated Dynamics answers', () => {
    const fieldsOf = (body: unknown) => new Set(pathsIn(body).map((path) => path.toLowerCase()));
    const { create, sent, availability, conversations, messages } = documentedAnswers;
    const listed = messages.flatMap((each) => [...fieldsOf(each)]);
    const known = new Map([
      [/\/create$/, [...fieldsOf(create)]],
      [/conversation\/[0-9a-f-]{36}$/, [...fieldsOf(sent)]],
      [/CCaaS_/, [...fieldsOf(availability)]],
      [/\/conversations$/, [...fieldsOf(conversations)]],
    ]);
    for (const [path, fields] of known) {
      const answers = sentTo(path)
        .filter(({ status }) => status === 200)
        .map(({ answer }) => answer);
      for (const answer of answers) expect(fields).toEqual(expect.arrayContaining([...fieldsOf(answer)]));
    }
    const rest = sentTo(/\/messages$/).flatMap(({ answer }) => pathsIn(answer));
    const free = /^messages(\[\])?(\.(id|from|channeldata)(\.|$)|$)|^messages\[\]\.attachments/i;
    expect(rest.filter((path) => !free.test(path) && !listed.includes(path.toLowerCase()))).toEqual([]);
  });
});
