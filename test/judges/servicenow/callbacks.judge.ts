import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutNulls } from '../../../src/adapters/http/requests/without-nulls.ts';
import { readCallback, type Told } from '../../../src/adapters/live-chat/servicenow/callbacks/told.ts';
import { callback, statusIn } from '../../../src/adapters/live-chat/servicenow/wire.ts';
import {
  type BridgeAndInstance,
  bridgeAndInstance,
  openSession,
  post,
} from '../../adapters/live-chat/servicenow/bridge-and-instance.ts';
import { vendorExamples } from './examples.ts';

const examples = vendorExamples();

const callbacks = examples.filter(({ kind, json }) => kind === 'callback' && 'body' in json);

const toldBy = (title: string) => {
  const { json } = callbacks.find((each) => each.title.startsWith(title)) ?? { json: {} };
  const { told, isDialogue } = readCallback(callback.parse(withoutNulls(json)), JSON.stringify(json));
  return { told: told.map(shown), isDialogue };
};
const shown = (told: Told) => (told.type === 'status' ? told.status : { [told.type]: told.text });

const dialogue = { told: [], isDialogue: true };
const farewell = 'The conversation has ended. If you need help again, type hi.';

describe("ServiceNow's own callbacks", () => {
  it('are all there', () => {
    expect(examples).toHaveLength(31);
    expect(callbacks).toHaveLength(15);
    const [answer] = examples.filter(({ kind, json }) => kind === 'callback' && !('body' in json));
    expect(statusIn(answer?.json)).toBe('success');
  });

  it.each([
    ['Status codes', dialogue],
    ['Create a chat interaction', { told: [], isDialogue: false }],
    ['Start a conversation initiated', dialogue],
    ['Fault a conversation', { told: [{ type: 'ended', cause: 'failed' }], isDialogue: false }],
    ['Transfer a conversation to Live Agent using utterance', dialogue],
    [
      'Transfer a conversation to Live Agent Support',
      { told: [{ automatic: 'Please stand by while I connect you to a live agent.' }], isDialogue: false },
    ],
    ['End a Virtual Agent conversation', { told: [{ automatic: farewell }], isDialogue: false }],
    [
      'End a Live Agent conversation',
      { told: [{ automatic: farewell }, { type: 'ended' }], isDialogue: false },
    ],
    ['Use commands defined in the sys_cs_contextual_action table as an utterance to start', dialogue],
    ['Use commands defined in the sys_cs_contextual_action table as an utterance to end', dialogue],
    ['Change an ongoing conversation', dialogue],
    ['Transfer a conversation to Live Agent in a specific queue', dialogue],
    [
      'Transfer a public application/pdf',
      { told: [{ automatic: 'File got' }, { automatic: farewell }, { type: 'ended' }], isDialogue: false },
    ],
    [
      'Transfer a video/mpeg',
      { told: [{ automatic: 'File got' }, { automatic: farewell }, { type: 'ended' }], isDialogue: false },
    ],
    [
      'Transfer a image/jpeg',
      { told: [{ automatic: 'File got' }, { automatic: farewell }, { type: 'ended' }], isDialogue: false },
    ],
  ])('%s: is read as it is meant', (title, meant) => {
    expect(toldBy(title)).toEqual(meant);
  });
});

describe("ServiceNow's own callbacks, of a session of ours,", () => {
  let world: BridgeAndInstance;
  beforeAll(async () => {
    world = await bridgeAndInstance();
  });
  afterAll(() => world.stop());

  it('are all taken', async () => {
    for (const { json } of callbacks) {
      const { id } = await openSession(world);
      expect(await post(world, { ...json, clientSessionId: id })).toMatchObject({ status: 200 });
    }
  });

  it('are none of ours as they are', async () => {
    for (const { json } of callbacks) expect([400, 404]).toContain((await post(world, json)).status);
  });
});
