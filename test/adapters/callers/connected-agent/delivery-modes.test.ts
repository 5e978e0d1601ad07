import { Activity } from '@microsoft/agents-activity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedBridge, startConnectedBridge } from './orchestrator.ts';

let world: ConnectedBridge;
beforeAll(async () => {
  world = await startConnectedBridge();
});
afterAll(() => world.stop());

const asked = /asked for an agent/;

describe('The answer to a turn', () => {
  it.each(['expectReplies', 'ExpectReplies'])('is a list of activities with %s', async (deliveryMode) => {
    const { body, contentType } = await world.orchestrator().turn('Help', { deliveryMode });
    expect(contentType).toMatch(/^application\/json/);
    const { activities } = JSON.parse(body);
    expect(activities.map((each: object) => Activity.fromObject(each).text)).toEqual([
      expect.stringMatching(asked),
    ]);
    expect(body).not.toContain('serviceUrl');
  });

  it('is a stream of events with stream, and an empty one without a reply', async () => {
    const anna = world.orchestrator({ deliveryMode: 'stream' });
    const { body, contentType, status } = await anna.turn('Help');
    expect(contentType).toMatch(/^text\/event-stream/);
    const [, data = ''] = /^event: activity\r\ndata: (.*)\r\n\r\n$/.exec(body) ?? [];
    expect(Activity.fromObject(JSON.parse(data)).text).toMatch(asked);
    expect(await anna.turn('More')).toMatchObject({ body: '', status });
  });

  it.each([{}, { deliveryMode: 'normal' }, { deliveryMode: null }])(
    'is posted to the callback with %j, and nothing is in the body',
    async (mode) => {
      const anna = world.orchestrator(mode);
      expect(await anna.turn('Help')).toMatchObject({ status: 200, body: '' });
      expect(anna.shown()).toEqual([expect.stringMatching(asked)]);
    },
  );

  it('is a 502 when the callback does not take it; the repeat gets the same', async () => {
    const anna = world.orchestrator({ id: 'turn-1' });
    anna.revoke();
    expect(await anna.turn('Help')).toMatchObject({ status: 502 });
    anna.renew();
    expect(await anna.turn('Help')).toMatchObject({ status: 200 });
    expect(anna.shown().at(-1)).toMatch(asked);
  });
});
