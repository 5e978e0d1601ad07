import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../simulators/child-environment.ts';
import { simulatedVendors } from '../../simulators/live-chat/vendors.ts';
import { type SimulatorsAround, simulatorsAround } from '../end-to-end/simulators-around.ts';

interface Report {
  readonly code: number;
  readonly points: readonly {
    readonly tried: string;
    readonly result: 'fine' | 'wrong' | 'unknown';
    readonly advice?: string;
  }[];
}

interface Ended {
  readonly stdout: string;
  readonly code?: number;
}

/** `npm run live-chat:check` with the settings of a bridge among these simulators. */
async function check(
  around: SimulatorsAround,
  changes: Readonly<Record<string, string>> = {},
): Promise<Report> {
  const env = { ...childEnvironment(), ...around.environment('unused'), ...changes };
  const run = promisify(execFile)(process.execPath, ['scripts/live-chat-check.ts', '--json'], { env });
  const ended: Ended = await run.catch((failed: Ended) => failed);
  const { code = 0, stdout } = ended;
  return { code, points: JSON.parse(stdout).points };
}

describe.each(simulatedVendors)('The check of the live chat $kind', ({ kind }) => {
  it('finds nothing wrong with a live chat that is set up, and opens no chat', async () => {
    const around = await simulatorsAround({ liveChatKind: kind, expectReplies: false });
    try {
      const { code, points } = await check(around);
      expect(points.filter(({ result }) => result === 'wrong')).toEqual([]);
      expect(points.filter(({ result }) => result === 'fine').length).toBeGreaterThan(0);
      expect(code).toBe(0);
      expect(around.liveChat.chats).toEqual([]);
    } finally {
      await around.stop();
    }
  });

  it('says what to do where the live chat is not reached', async () => {
    const around = await simulatorsAround({ liveChatKind: kind, expectReplies: false });
    try {
      await around.liveChat.stop();
      const { code, points } = await check(around);
      const wrong = points.filter(({ result }) => result === 'wrong');
      expect(wrong.length).toBeGreaterThan(0);
      for (const { advice } of wrong) expect(advice).toMatch(/\w/);
      expect(code).toBe(1);
    } finally {
      await around.microsoft.stop();
    }
  });
});
