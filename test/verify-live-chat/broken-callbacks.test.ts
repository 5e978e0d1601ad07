import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Breakage, brokenLiveChat, type Request, type Response } from './broken-live-chat.ts';
import { hooksOf, linesAbout, referenceLiveChat, run } from './running.ts';

const taken: Response = { status: 202, type: 'application/json', body: '{}' };
const isMessage = ({ body }: Request): boolean => body.includes('"type":"message"');

type Callback = NonNullable<Breakage['callback']>;

const unsigned: Callback = ({ headers, ...callback }, post) => {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('webhook-'));
  return post({ ...callback, headers: Object.fromEntries(kept) });
};

/** Each callback goes its own way, and a repeat takes longer than the next one. */
const outOfOrder: Callback = async (callback, post) => {
  const deliver = async (): Promise<void> => {
    const { status } = await post(callback);
    if (status !== 503) return;
    await sleep(400);
    await post(callback);
  };
  void deliver();
  return taken;
};

const neverRepeated: Callback = async (callback, post) => {
  await post(callback);
  return taken;
};

let attempts = 0;
const newIdEachTime: Callback = (callback, post) => {
  attempts += 1;
  return post({ ...callback, body: callback.body.replace(/"messageId":"/, `"messageId":"${attempts}-`) });
};

const deafFor410: Callback = async (callback, post) => {
  const response = await post(callback);
  if (response.status === 410 && isMessage(callback)) await post(callback);
  return response;
};

const withoutSender: Callback = (callback, post) =>
  post({ ...callback, body: callback.body.replace('"sender"', '"agent"') });

interface Case {
  readonly wrong: string;
  readonly callback: Callback;
  readonly clause: string;
  readonly says: RegExp;
  readonly also?: string;
}

const cases: readonly Case[] = [
  {
    wrong: 'an unsigned callback',
    callback: unsigned,
    clause: 'every callback is signed',
    also: 'a callback of the type message',
    says: /FAILED[\s\S]*cause: 1 of 1 callbacks: the callback is not signed: webhook-id, webhook-timestamp, webhook-signature are missing/,
  },
  {
    wrong: 'a body that was changed after it was signed, without the sender',
    callback: withoutSender,
    clause: 'a callback of the type message',
    says: /FAILED[\s\S]*cause: \$\.sender: expected string, received nothing/,
  },
  {
    wrong: 'the wrong order',
    callback: outOfOrder,
    clause: 'two messages arrive in their order',
    says: /FAILED[\s\S]*cause: the second message came before the first was taken/,
  },
  {
    wrong: 'no repeat',
    callback: neverRepeated,
    clause: 'answered with 503 is repeated',
    says: /FAILED[\s\S]*cause: a callback that was answered with 503 was not repeated within 2000 ms/,
  },
  {
    wrong: 'another id at each repeat',
    callback: newIdEachTime,
    clause: 'answered with 503 is repeated',
    says: /FAILED[\s\S]*cause: the repeat of a callback has another messageId/,
  },
  {
    wrong: 'a repeat after 410',
    callback: deafFor410,
    clause: 'refused with 410 is not repeated',
    says: /FAILED[\s\S]*cause: a callback that was refused with 410 was sent again/,
  },
  {
    wrong: 'silence',
    callback: async () => taken,
    clause: 'a callback of the type message',
    says: /FAILED[\s\S]*cause: no callback of the type message came within 2000 ms/,
  },
];

describe('a live chat is told what is wrong with its callbacks:', () => {
  test.each(cases)('$wrong', async ({ callback, clause, says, also }) => {
    const liveChat = await referenceLiveChat();
    const broken = await brokenLiveChat(liveChat.url, { callback });
    const only = [clause, ...(also === undefined ? [] : [also])].flatMap((name) => ['--only', name]);
    const outcome = await run([
      ...['--url', broken.url, '--callback-timeout', '2000', ...only],
      ...hooksOf(liveChat.url),
    ]);
    broken.stop();
    await liveChat.stop();
    expect(linesAbout(outcome, clause)).toMatch(says);
    expect(outcome.code).toBe(1);
  });
});
