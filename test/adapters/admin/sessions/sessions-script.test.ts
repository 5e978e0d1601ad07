import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OperatedBridge, startOperatedBridge, withDeadLetter } from '../operator.ts';
import { runScript } from '../running-script.ts';

let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge();
});
afterAll(() => world.stop());

const run = (...words: readonly string[]) =>
  runScript('sessions.ts', [...words, '--url', world.url], { HANDOFF_ADMIN_TOKEN: world.token });

describe('npm run sessions', () => {
  it('finds by the id of a live chat, and says what was given up and why, without words', async () => {
    const { chat, letter } = await withDeadLetter(world, 'SECRET');
    const { code, output } = await run('find', chat.id);
    expect(code).toBe(0);
    expect(output).toContain('1 message to the customer was given up: 400');
    expect(output).toMatch(new RegExp(`${letter.id} +to-customer +say +\\d+ +dead-letter`));
    expect(output).toContain('live-chat-opened');
    expect(output).not.toMatch(/SECRET|Dana|Anna/);
    expect(await run('find', 'nothing')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^No session has this id/),
    });
    expect(await run('show', 'nothing')).toMatchObject({ code: 1 });
    expect(await run('find')).toMatchObject({ code: 2 });
  }, 20_000);
});
