import { afterAll, describe, expect, it } from 'vitest';
import {
  type BridgeAndInstance,
  bridgeAndInstance,
  callbackOf,
  openSession,
  post,
  wordsOf,
} from './bridge-and-instance.ts';
import { secret } from './scripted-instance.ts';

const worlds: BridgeAndInstance[] = [];
const worldWith = async (changes: Readonly<Record<string, string>>) => {
  const world = await bridgeAndInstance(changes);
  worlds.push(world);
  return world;
};
afterAll(() => Promise.all(worlds.map((each) => each.stop())));

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('S9, S11: A callback is believed', () => {
  it('with the static header by each of two values, and by nothing else', async () => {
    const [old, next] = [secret(), secret()];
    const world = await worldWith({
      LIVECHAT_SERVICENOW_CALLBACK_HEADER: 'X-Our-Key',
      LIVECHAT_SERVICENOW_CALLBACK_SECRET: `${old}, ${next}`,
    });
    const { id, customer } = await openSession(world);
    const statusWith = async (headers: Readonly<Record<string, string>>) =>
      (await post(world, callbackOf(id, [wordsOf('Forged')]), headers)).status;
    const oneChanged = `${old.slice(0, -1)}${old.endsWith('a') ? 'b' : 'a'}`;
    for (const wrong of ['', oneChanged, `${old}x`, `${old}, ${next}`, old.toUpperCase()]) {
      expect(await statusWith({ 'x-our-key': wrong })).toBe(401);
    }
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ 'x-handoff-bridge-key': old })).toBe(401);
    expect(await statusWith({ authorization: `Bearer ${old}` })).toBe(401);
    for (const value of [old, next]) {
      expect((await post(world, callbackOf(id, [wordsOf('True')]), { 'X-OUR-KEY': value })).status).toBe(200);
    }
    await expect
      .poll(() => customer.messages.map(({ text }) => text))
      .toEqual(['**Dana**: True', '**Dana**: True']);
    expect(world.bridge.logLines.join('')).not.toMatch(new RegExp(`${old}|${next}|${oneChanged}`));
  });

  it('by Basic, with each of two passwords', async () => {
    const [old, next] = [secret(), secret()];
    const world = await worldWith({
      LIVECHAT_SERVICENOW_CALLBACK_AUTH: 'basic',
      LIVECHAT_SERVICENOW_CALLBACK_USER: 'servicenow',
      LIVECHAT_SERVICENOW_CALLBACK_SECRET: `${old},${next}`,
    });
    const { id } = await openSession(world);
    const statusWith = async (authorization: string) =>
      (await post(world, callbackOf(id, [wordsOf('x')]), { authorization })).status;
    expect(await statusWith(basic('servicenow', old))).toBe(200);
    expect(await statusWith(basic('servicenow', next).replace('Basic', 'basic'))).toBe(200);
    for (const wrong of [basic('other', old), basic('servicenow', ''), 'Basic', '', `Bearer ${old}`])
      expect(await statusWith(wrong)).toBe(401);
  });

  it('by a bearer', async () => {
    const token = secret();
    const world = await worldWith({
      LIVECHAT_SERVICENOW_CALLBACK_AUTH: 'bearer',
      LIVECHAT_SERVICENOW_CALLBACK_SECRET: token,
    });
    const { id } = await openSession(world);
    const statusWith = async (headers: Readonly<Record<string, string>>) =>
      (await post(world, callbackOf(id, [wordsOf('x')]), headers)).status;
    expect(await statusWith({ authorization: `Bearer ${token}` })).toBe(200);
    for (const wrong of [token, `Basic ${token}`, `Bearer ${token.slice(1)}`])
      expect(await statusWith({ authorization: wrong })).toBe(401);
    expect(await statusWith({ 'x-handoff-bridge-key': token })).toBe(401);
  });
});
