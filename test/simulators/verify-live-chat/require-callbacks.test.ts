import { describe, expect, test } from 'vitest';
import { bearer, hooksOf, referenceLiveChat, run, runAgainst } from './running.ts';
import { stoppedAfterEach } from './stopped-after-each.ts';

const { stopped } = stoppedAfterEach();

describe('callbacks that are required', () => {
  const required = ['--require-callbacks', '--only', 'type message', '--only', 'is signed'];

  test('are no reason to fail when they were checked', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const outcome = await run(['--url', liveChat.url, ...hooksOf(liveChat.url), ...required]);
    expect(outcome.text).not.toContain('--require-callbacks');
    expect(outcome.code).toBe(0);
  });

  test('end the command with 2 when the live chat has sent none that was signed', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const outcome = await run(['--url', liveChat.url, ...hooksOf(liveChat.url), ...required], {
      VERIFY_BEARER: bearer,
    });
    expect(outcome.text).toContain('--require-callbacks: not checked: whether the callbacks are signed');
    expect(outcome.code).toBe(2);
  });

  test('are refused without a way for them to arrive', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const outcome = await run(['--url', liveChat.url, '--require-callbacks']);
    expect(outcome.text).toContain('--require-callbacks needs --callback-url, --callback-port, --trigger');
    expect(outcome.code).toBe(2);
  });

  test('do not hide that something is broken', async () => {
    const args = [
      '--require-callbacks',
      '--trigger',
      'http://127.0.0.1:9',
      '--only',
      'a start with the least',
    ];
    const outcome = await runAgainst({ response: (given) => ({ ...given, status: 202 }) }, args);
    expect(outcome.text).toContain('The contract is broken.');
    expect(outcome.code).toBe(1);
  });
});
