import { gzipSync } from 'node:zlib';
import { Client } from 'undici';
import { describe, expect, it } from 'vitest';
import type { RecordedCallback } from '../../simulators/live-chat/live-chat.ts';
import { simulatedVendors } from '../../simulators/live-chat/vendors.ts';
import { startWorld } from '../end-to-end/world.ts';

/* S13 on the route of each live chat, with all that proves the sender: a vendor that is taken over, or behind a broken proxy. */

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const long = JSON.stringify({ text: 'x'.repeat(2_000_000) });
/** 0 stands for a connection that the bridge has closed while the body still came. */
const bodies: readonly Body[] = [
  { name: 'two million letters', body: long, statuses: [413, 0] },
  { name: 'arrays in arrays', body: deep, statuses: [400, 401, 413] },
  { name: 'a compressed one', body: gzipSync(long), encoding: 'gzip', statuses: [415] },
  { name: 'no JSON', body: '{"event": ', statuses: [400, 401] },
  { name: 'no object', body: '"words"', statuses: [400, 401] },
  { name: 'nothing', body: '', statuses: [400, 401] },
];

interface Body {
  readonly name: string;
  readonly body: string | Buffer<ArrayBuffer>;
  readonly encoding?: string;
  readonly statuses: readonly number[];
}

async function statusOf({ url, headers }: RecordedCallback, { body, encoding }: Body): Promise<number> {
  const more = encoding === undefined ? {} : { 'content-encoding': encoding };
  const given = { 'content-type': 'application/json', ...headers, ...more };
  // On a connection of its own, since the bridge closes one whose body it does not read.
  const client = new Client(new URL(url).origin);
  try {
    const path = new URL(url).pathname;
    const response = await client.request({ method: 'POST', path, headers: given, body });
    await response.body.dump();
    return response.statusCode;
  } catch {
    return 0;
  } finally {
    await client.destroy();
  }
}

/** One that keeps all that it tells sends no callback that could be forged. */
const callingBack = simulatedVendors.filter(
  ({ callbacks: { keeps } }) => keeps === undefined || keeps.isKept !== undefined,
);

describe.each(callingBack)('S13: the callbacks of $kind', ({ kind }) => {
  it('are refused for their bodies, and go on', async () => {
    const world = await startWorld({ liveChatKind: kind });
    try {
      const anna = await world.microsoft.teams.customer('Anna');
      await anna.says('I want to talk with a person');
      await anna.sees(/explain your problem/);
      await anna.says('My invoice is wrong');
      const chat = await world.liveChat.chat();
      await chat.says('Hello Anna');
      await anna.sees(/Hello Anna/);
      const sent = world.liveChat.callbacks.findLast(({ status }) => status < 300);
      if (sent === undefined) throw new Error('no callback was taken');
      const before = anna.messages.length;
      for (const body of bodies) {
        const status = await statusOf(sent, body);
        expect(body.statuses, `${kind}: ${body.name}`).toContain(status);
      }
      expect(await chat.says('Which one is it?')).toMatchObject({ status: expect.any(Number) });
      await anna.sees(/Which one is it/);
      expect(anna.messages).toHaveLength(before + 1);
    } finally {
      await world.stop();
    }
  });
});
