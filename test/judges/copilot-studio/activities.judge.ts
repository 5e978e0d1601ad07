import { Activity } from '@microsoft/agents-activity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf } from '../../../simulators/http/server-sent-events.ts';
import {
  type ConnectedBridge,
  eventually,
  startConnectedBridge,
} from '../../adapters/callers/connected-agent/orchestrator.ts';

let world: ConnectedBridge;
beforeAll(async () => {
  world = await startConnectedBridge();
});
afterAll(() => world.stop());

/** The activities in the answer to a turn, as they crossed the wire. */
function activitiesIn(body: string): readonly unknown[] {
  if (body === '') return [];
  if (!body.startsWith('event:')) return JSON.parse(body).activities;
  return eventsOf(body).map(({ event, data }) => {
    expect(event).toBe('activity');
    return JSON.parse(data);
  });
}

describe.each(['normal', 'expectReplies', 'stream'])(
  'What the bridge sends as a connected agent (deliveryMode %s)',
  (deliveryMode) => {
    it('is read by the Agents SDK as it was written', async () => {
      const before = world.callbacks.heard.length;
      const anna = world.orchestrator({ deliveryMode, locale: 'en-GB' });
      const bodies: string[] = [];
      const turn = async (text: string) => bodies.push((await anna.turn(text)).body);
      await turn('My invoice is wrong');
      const chat = await world.liveChat.chat(({ problem }) => problem === 'My invoice is wrong');
      await chat.join('Dana *of* Contoso');
      await chat.says('Hello <b>Anna</b>\nwhich [one](https://a.example)?');
      await eventually(() => anna.shown().some((text) => text.includes('which')));
      await turn('Number 17');
      await chat.ends({ message: 'Bye' });
      await eventually(() => world.callbacks.heard.at(-1)?.body.includes('endOfConversation'));
      await turn('Thanks!');
      await turn('bye');
      const posted = world.callbacks.heard.slice(before).map(({ body }) => JSON.parse(body));
      const sent = [...posted, ...bodies.flatMap(activitiesIn)];
      expect(new Set(sent.map(({ type }) => type))).toEqual(new Set(['message', 'endOfConversation']));
      expect(sent.length).toBeGreaterThan(6);
      for (const activity of sent) {
        const read = Activity.fromObject(activity);
        expect(JSON.parse(read.toJsonString())).toMatchObject(activity);
      }
    });
  },
);
