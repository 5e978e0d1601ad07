import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller } from '../callers/skill/skill-caller.ts';
import { type SilentListener, silentListener } from '../http/client/silent-listener.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';

let world: RunningBridge;
let elsewhere: SilentListener;
beforeAll(async () => {
  [world, elsewhere] = await Promise.all([startRunningBridge(), silentListener()]);
});
afterAll(() => Promise.all([world.stop(), elsewhere.stop()]));

const hostile: readonly [string, () => string][] = [
  ['another port of the allowed host', () => `http://127.0.0.1:${elsewhere.port}/`],
  [
    'user info before a foreign host',
    () => `http://127.0.0.1:${world.microsoft.port}@127.0.0.1:${elsewhere.port}/`,
  ],
  ['user info of the allowed host', () => `http://me:pw@127.0.0.1:${world.microsoft.port}/`],
  ['a backslash', () => `http://127.0.0.1:${elsewhere.port}\\@127.0.0.1:${world.microsoft.port}/`],
  ['another spelling of loopback', () => `http://127.1:${world.microsoft.port}/`.replace('127.1', '0.0.0.0')],
  ['a scheme that is not http', () => `ftp://127.0.0.1:${world.microsoft.port}/`],
  ['no URL', () => 'smba.trafficmanager.net'],
  ['the metadata address', () => 'http://169.254.169.254/metadata'],
  ['http to a public host', () => 'http://smba.trafficmanager.net/'],
  ['a public host that is not listed', () => 'https://evil.example/'],
  ['the allowed host in the path', () => `https://evil.example/127.0.0.1:${world.microsoft.port}/`],
  ['white space inside', () => `http://127.0.0.1:${world.microsoft.port}/ x`],
  ['white space before', () => ` http://127.0.0.1:${elsewhere.port}/`],
];

describe('S5: a hostile service URL under a right token', () => {
  it.each(hostile)('(%s) is 403, and no connection is made', async (_, serviceUrl) => {
    for (const deliveryMode of ['expectReplies', undefined]) {
      const before = world.liveChat.requests.length;
      const call = await skillCaller(world).escalate({}, { serviceUrl: serviceUrl(), deliveryMode });
      expect(call.status).toBe(403);
      expect(world.liveChat.requests).toHaveLength(before);
    }
    expect(elsewhere.connections).toBe(0);
  });

  it('in the reference of the activity is not used', async () => {
    const copilot = skillCaller(world);
    const relatesTo = {
      serviceUrl: `http://127.0.0.1:${elsewhere.port}/`,
      conversation: { id: copilot.conversationId },
      channelId: 'msteams',
      bot: { id: '28:x' },
    };
    await copilot.escalate({}, { relatesTo });
    const chat = await world.liveChat.chat();
    await chat.says('Hello');
    await expect
      .poll(() =>
        world.microsoft.teams.received.some(
          ({ conversationId }) => conversationId === copilot.conversationId,
        ),
      )
      .toBe(true);
    expect(elsewhere.connections).toBe(0);
  });

  it('is 403 when the token is bound to another one', async () => {
    const { entra, copilotStudio } = world.microsoft;
    for (const serviceurl of ['https://evil.example/', `http://127.0.0.1:${elsewhere.port}/`, 'no url', '']) {
      const token = await entra.sign(entra.claims({ serviceurl }));
      expect((await copilotStudio.callSkill({ type: 'typing' }, { token })).status).toBe(403);
    }
    const token = await entra.sign(entra.claims({ serviceurl: `${world.microsoft.url}/copilot-studio/` }));
    expect((await copilotStudio.callSkill({ type: 'typing' }, { token })).status).toBe(200);
  });
});

describe('S7: a token goes to its own peer alone', () => {
  it('the channel, the copilot and the live chat each see only theirs', async () => {
    const robin = await world.microsoft.teams.customer('Robin');
    const copilot = skillCaller(world, {
      conversationId: robin.conversationId,
      always: { deliveryMode: undefined },
    });
    await copilot.escalate();
    const chat = await world.liveChat.chat();
    await chat.says('Hi Robin');
    await robin.sees(/Hi Robin/);
    // The simulators verify that Teams hears the copilot's app, and Copilot Studio the skill's.
    expect(world.microsoft.copilotStudio.received.at(-1)).toMatchObject({ status: 200 });
    const bearers = new Set(world.liveChat.requests.map(({ headers }) => headers.authorization));
    expect([...bearers]).toEqual([`Bearer ${world.credentials.apiKey}`]);
  });
});
