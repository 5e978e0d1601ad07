import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { LiveChat, RecordedRequest } from '../../../simulators/live-chat/start-live-chat.ts';
import { limits } from '../../../simulators/verify-live-chat/promises/largest.ts';
import { liveChatContract } from '../../../src/adapters/live-chat/reference/contract.ts';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';
import { openSession } from '../../adapters/live-chat/callbacks.ts';
import { referenceLiveChat, run } from './running.ts';

/* The command has no code of the bridge in it; here the two are held against each other. */

let bridge: RunningBridge;
let checked: LiveChat;

beforeAll(async () => {
  bridge = await startRunningBridge();
  const { copilot, chat } = await openSession(bridge);
  await copilot.message('It is the power supply.');
  await chat.sees('It is the power supply.');
  await copilot.message('end handoff');
  await chat.isEnded();
  checked = await referenceLiveChat();
  await run([
    '--url',
    checked.url,
    '--only',
    'a message of',
    '--only',
    'ended twice',
    '--only',
    'in any script',
  ]);
}, 60_000);
afterAll(async () => {
  await bridge.stop();
  await checked.stop();
});

const to = (step: string, { requests }: LiveChat): readonly RecordedRequest[] =>
  requests.filter(({ path, status }) => path === `/api/livechat/${step}` && status < 300);

/** A value as it is spelt: digits and letters of random ids are all the same. */
const spelling = (value: unknown): string =>
  String(value)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/\.[\da-z]{8}$/, '.TIME')
    .replace(/\.\d+/g, '.N');

describe.each(['start', 'send', 'end'])('What the command sends to /%s is what the bridge sends:', (step) => {
  const first = (requests: readonly RecordedRequest[]): RecordedRequest => {
    const [found] = requests;
    if (found === undefined) throw new Error(`nothing was sent to ${step}`);
    return found;
  };
  const fieldOf = ({ body }: RecordedRequest, name: string): unknown => Object(body)[name];

  test('the same headers with the same values', () => {
    const { headers } = first(to(step, bridge.liveChat));
    const told = ['host', 'content-length', 'authorization', 'idempotency-key'];
    for (const request of to(step, checked)) {
      expect(Object.keys(request.headers).toSorted()).toEqual(Object.keys(headers).toSorted());
      for (const name of Object.keys(headers).filter((each) => !told.includes(each)))
        expect(`${name}: ${request.headers[name]}`).toBe(`${name}: ${headers[name]}`);
    }
  });

  test('the same spelling of keys and ids', () => {
    const sent = first(to(step, bridge.liveChat));
    for (const request of to(step, checked)) {
      expect(spelling(request.headers['idempotency-key'])).toBe(spelling(sent.headers['idempotency-key']));
      if (step === 'start')
        expect(spelling(fieldOf(request, 'conversationId'))).toBe(spelling(fieldOf(sent, 'conversationId')));
    }
  });

  test('no field that the bridge does not send', () => {
    const known = Object.keys(Object(first(to(step, bridge.liveChat)).body));
    const optional = ['problem', 'transcript', 'context'];
    for (const { body } of to(step, checked))
      expect(
        Object.keys(Object(body)).filter((name) => !known.includes(name) && !optional.includes(name)),
      ).toEqual([]);
  });
});

test('its largest values are the limits of the contract', () => {
  const body = z.object({ properties: z.record(z.string(), z.looseObject({})) });
  const { schemas = {} } = liveChatContract().components ?? {};
  const propertiesOf = (name: string) => body.parse(schemas[name]).properties;
  const { customer, transcript, callbackUrl } = propertiesOf('StartBody');
  const { message, messageId, sender } = propertiesOf('SendBody');
  const inCustomer = body.parse(customer).properties;
  const line = z.object({ items: body }).parse(transcript).items.properties;
  expect(limits).toMatchObject({
    message: message?.maxLength,
    messageId: messageId?.maxLength,
    sender: sender?.maxLength,
    customerId: inCustomer.id?.maxLength,
    customerName: inCustomer.name?.maxLength,
    locale: inCustomer.locale?.maxLength,
    transcriptLines: transcript?.maxItems,
    transcriptLine: line.text?.maxLength,
    callbackUrl: callbackUrl?.maxLength,
  });
  const started = JSON.stringify(liveChatContract().info.description);
  expect(started).toContain(`${limits.body / 1000} KB`);
});
