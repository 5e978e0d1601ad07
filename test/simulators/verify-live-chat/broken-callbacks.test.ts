import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Breakage, brokenLiveChat, json } from './broken-live-chat.ts';
import {
  type Callback,
  CUT,
  deafFor410,
  elsewhere,
  escapesMarkup,
  givesUpOn,
  neverRepeated,
  newIdEachTime,
  numberedByType,
  outOfOrder,
  repeatedOnce,
  taken,
  unsigned,
  withoutSender,
  writtenTwice,
} from './broken-senders.ts';
import { hooksOf, linesAbout, referenceLiveChat, run } from './running.ts';

interface Case {
  readonly wrong: string;
  readonly callback?: Callback;
  readonly breakage?: Breakage;
  readonly clause: string;
  readonly says: RegExp;
  readonly also?: readonly string[];
}

const cases: readonly Case[] = [
  {
    wrong: 'an unsigned callback',
    callback: unsigned,
    clause: 'every callback is signed',
    also: ['a callback of the type message'],
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
    wrong: 'a single repeat',
    callback: repeatedOnce,
    clause: 'answered with 503 is repeated',
    says: /FAILED[\s\S]*cause: a callback that was answered with 503, once more, was not repeated within 2000 ms/,
  },
  {
    wrong: 'no repeat after a cut connection',
    callback: givesUpOn(CUT),
    clause: 'whose connection was cut is repeated',
    says: /FAILED[\s\S]*cause: a callback that got no answer because its connection was cut was not repeated/,
  },
  {
    wrong: 'no repeat after 429',
    callback: givesUpOn(429),
    clause: 'answered with 429 is repeated',
    says: /FAILED[\s\S]*cause: a callback that was answered with 429 was not repeated/,
  },
  {
    wrong: 'a messageId that is counted for each type',
    callback: numberedByType,
    clause: 'every callback has a messageId of its own',
    also: ['type queue-position', 'type message'],
    says: /FAILED[\s\S]*cause: the messageId "1" names two callbacks of one session: queue-position, and message "Hello/,
  },
  {
    wrong: 'a signature over JSON that is written anew',
    callback: writtenTwice,
    clause: 'signed as they are sent',
    also: ['type message'],
    says: /FAILED[\s\S]*cause: the signature does not fit[\s\S]*mend: .*bytes of the body/,
  },
  {
    wrong: 'words that are changed',
    callback: escapesMarkup,
    clause: 'arrive as they were written',
    says: /FAILED[\s\S]*cause: an agent’s words arrive changed/,
  },
  {
    wrong: 'another path',
    callback: elsewhere('POST', '/api/callbacks'),
    clause: 'a callback of the type message',
    also: ['answered with 503'],
    says: /FAILED[\s\S]*cause: a callback came as POST \/api\/callbacks instead of POST \/api\/messages\/proactive/,
  },
  {
    wrong: 'another method',
    callback: elsewhere('PUT', '/api/messages/proactive'),
    clause: 'every callback is posted to the callbackUrl',
    also: ['type message'],
    says: /FAILED[\s\S]*cause: a callback came as PUT \/api\/messages\/proactive instead of POST/,
  },
  {
    wrong: 'a message that is taken after the agent’s own end',
    breakage: {
      response: (response, { path }) =>
        path.endsWith('/send') && response.status === 410 ? json(200, { messageId: 'm' }) : response,
    },
    clause: 'nothing is taken for a session that the agent has ended',
    says: /FAILED[\s\S]*cause: \S+send answered 200 where 410 is agreed[\s\S]*mend: .*your agent has ended/,
  },
  {
    wrong: 'a start that is answered when its greeting is taken',
    breakage: {
      instead: async ({ path, body }) => {
        const to = /"callbackUrl":"(http:[^"]+)"/.exec(body)?.[1];
        if (!path.endsWith('/start') || to === undefined) return undefined;
        const greeting = JSON.stringify({
          sessionId: 'not-told-yet',
          messageId: 'm1',
          message: 'Hello',
          sender: 'Bot',
        });
        for (let time = 0; time < 20; time += 1) {
          const { status } = await fetch(to, { method: 'POST', body: greeting }).catch(() => ({
            status: 410,
          }));
          if (status < 500) break;
          await sleep(100);
        }
        return json(201, { sessionId: 'not-told-yet', status: 'queued' });
      },
    },
    clause: 'a start is answered without waiting for its callbacks',
    says: /FAILED[\s\S]*cause: could not be tried: no answer within 800 ms, while a callback of the session was refused with 503[\s\S]*mend: .*as soon as the session is stored/,
  },
  {
    wrong: 'a test hook that fails',
    breakage: {
      instead: async ({ path }) => (path === '/test-hook/callbacks' ? json(500, {}) : undefined),
    },
    clause: 'a callback of the type typing',
    says: /FAILED[\s\S]*cause: the test hook answered 500 for "typing"[\s\S]*mend: .*--trigger/,
  },
  {
    wrong: 'silence',
    callback: async () => taken,
    clause: 'a callback of the type message',
    says: /FAILED[\s\S]*cause: no callback of the type message came within 2000 ms/,
  },
];

describe('a live chat is told what is wrong with its callbacks:', () => {
  test.each(cases)('$wrong', async ({ callback, breakage = {}, clause, says, also = [] }) => {
    const liveChat = await referenceLiveChat();
    const broken = await brokenLiveChat(liveChat.url, { ...breakage, ...(callback && { callback }) });
    const only = [clause, ...also].flatMap((name) => ['--only', name]);
    const outcome = await run([
      ...['--url', broken.url, '--callback-timeout', '2000', '--timeout', '800', ...only],
      ...hooksOf(broken.url),
    ]);
    broken.stop();
    await liveChat.stop();
    expect(linesAbout(outcome, clause)).toMatch(says);
    expect(outcome.code).toBe(1);
  });

  test('what goes astray is told once, and not as something else', async () => {
    const liveChat = await referenceLiveChat();
    const broken = await brokenLiveChat(liveChat.url, { callback: elsewhere('POST', '/hook') });
    const only = ['--only', 'type message', '--only', 'answered with 503', '--only', 'in their order'];
    const outcome = await run(['--url', broken.url, ...only, ...hooksOf(broken.url)]);
    broken.stop();
    await liveChat.stop();
    expect(outcome.text).toContain('0 passed, 1 failed, 2 not run');
  });

  test('a type that the live chat does not have is no failure', async () => {
    const liveChat = await referenceLiveChat();
    const broken = await brokenLiveChat(liveChat.url, {
      instead: async ({ path, body }) =>
        path === '/test-hook/callbacks' && body.includes('typing') ? json(501, {}) : undefined,
    });
    const only = ['--only', 'type typing', '--only', 'type message'];
    const outcome = await run(['--url', broken.url, ...only, ...hooksOf(broken.url)]);
    broken.stop();
    await liveChat.stop();
    expect(outcome.text).toContain('1 passed, 0 failed, 1 not run');
    expect(outcome.code).toBe(0);
  });
});
