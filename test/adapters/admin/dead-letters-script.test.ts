import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OperatedBridge, startOperatedBridge, withDeadLetter } from './operator.ts';
import { runScript } from './running-script.ts';

let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge();
});
afterAll(() => world.stop());

const run = (...words: readonly string[]) =>
  runScript('dead-letters.ts', [...words, '--url', world.url], { HANDOFF_ADMIN_TOKEN: world.token });

describe('npm run dead-letters', () => {
  it('lists, shows, replays and drops', async () => {
    expect(await run('list')).toEqual({ code: 0, output: 'There are no dead letters.\n' });
    const { letter, customer } = await withDeadLetter(world, 'Your parcel is lost');
    const listed = await run('list');
    expect(listed.code).toBe(0);
    expect(listed.output).toMatch(/^ID +DIRECTION +KIND +CAUSE +ACCEPTED +DIED +ATTEMPTS\n/);
    expect(listed.output).toContain(letter.id);
    expect(listed.output).not.toContain('parcel');
    expect((await run('show', letter.id)).output).toMatch(/\nYour parcel is lost\n$/);
    expect(await run('replay', letter.id)).toMatchObject({ code: 0 });
    await customer.sees('Your parcel is lost');
    const { letter: other } = await withDeadLetter(world, 'Never mind');
    expect(await run('drop', other.id)).toMatchObject({ code: 0 });
    expect(await run('drop', other.id)).toMatchObject({ code: 1 });
  }, 20_000);

  it('says in a sentence what the bridge has refused, and ends with 1', async () => {
    expect(await run('show', 'nobody')).toEqual({
      code: 1,
      output: 'The bridge answered 404. There is no dead letter of this id.\n',
    });
    const stranger = { HANDOFF_ADMIN_TOKEN: 'not-the-token-of-this-bridge' };
    const refused = await runScript('dead-letters.ts', ['list', '--url', world.url], stranger);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('does not take') });
    const nowhere = await runScript('dead-letters.ts', ['list', '--url', 'http://127.0.0.1:9'], stranger);
    expect(nowhere.code).toBe(1);
    expect(nowhere.output).not.toBe('');
  }, 20_000);

  it('explains itself when it is misused, and ends with 2', async () => {
    const token = { HANDOFF_ADMIN_TOKEN: world.token };
    const misuses = [
      [],
      ['show'],
      ['list', 'x'],
      ['eat', 'x'],
      ['list', '--color', 'red'],
      ['list', '--url'],
    ];
    for (const words of [...misuses, ['list', '--url', 'http://bridge.example']]) {
      const { code, output } = await runScript('dead-letters.ts', words, token);
      expect(code, words.join(' ')).toBe(2);
      expect(output).toContain('Usage: npm run dead-letters');
    }
    expect((await runScript('dead-letters.ts', ['list'], {})).output).toContain('HANDOFF_ADMIN_TOKEN');
  }, 20_000);
});
