import { describe, expect, test } from 'vitest';
import { liveChatWithReservedKeys } from './other-styles/reserved-keys.ts';
import { liveChatInPieces } from './other-styles/slow-pieces.ts';
import { bearer, type Chat, secret } from './other-styles/vendor.ts';
import { liveChatWithNulls } from './other-styles/with-nulls.ts';
import { run } from './running.ts';

const env = { VERIFY_BEARER: bearer, VERIFY_WEBHOOK_SECRET: secret };

interface Checked {
  readonly url: string;
  readonly hook?: string;
  readonly chats: () => readonly Chat[];
}

const check = ({ url, hook = `${url}/hook` }: Checked) =>
  run(['--url', url, '--trigger', hook, '--remember', '1000'], env);

/** Not run is only what needs a state hook, and what this live chat does not have. */
function assertKept(outcome: Awaited<ReturnType<typeof run>>, { chats }: Checked, notRun: number): void {
  expect(outcome.text).toContain(`The contract is kept.`);
  expect(outcome.text).toContain(` 0 failed, ${notRun} not run`);
  expect(outcome.code).toBe(0);
  expect(chats().filter(({ isEnded }) => !isEnded)).toEqual([]);
}

// At once: most of the time each waits for a repeat.
describe.concurrent('a live chat that keeps the contract in its own way is told so:', () => {
  test('one with nulls and fields of its own, which greets before it answers a start', async () => {
    const liveChat = await liveChatWithNulls();
    const outcome = await check(liveChat).finally(liveChat.stop);
    assertKept(outcome, liveChat, 6);
    expect(outcome.text).toContain('passed   a callback before the answer to its start is repeated');
  });

  test('one that answers slowly and in pieces, and limits the rate', async () => {
    const liveChat = await liveChatInPieces();
    const outcome = await check(liveChat).finally(liveChat.stop);
    assertKept(outcome, liveChat, 8);
    expect(liveChat.refused()).toBeGreaterThan(0);
  });

  test('one that answers 409 while a key is in use, below a path of its own', async () => {
    const liveChat = await liveChatWithReservedKeys();
    const outcome = await check(liveChat).finally(liveChat.stop);
    assertKept(outcome, liveChat, 6);
    expect(liveChat.conflicts()).toBeGreaterThan(0);
  });
});
