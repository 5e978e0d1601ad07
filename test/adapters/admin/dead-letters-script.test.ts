import { createServer } from 'node:http';
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

/** What a terminal obeys: an escape, its one-byte form, and a mark that turns the direction of reading. */
const hostile = '\u001b]0;owned\u0007\u009b31m\u202eflow';
const shown = '\\u001b]0;owned\\u0007\\u009b31m\\u202eflow';

/** A bridge, or what passes for one, whose every answer is this. */
async function answering(status: number, body: unknown) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return { url, stop: () => server.close() };
}

describe('What strangers wrote reaches the terminal of an operator as text alone:', () => {
  const token = { HANDOFF_ADMIN_TOKEN: 'a token of some bridge' };

  it('the words of a dead letter', async () => {
    const { letter } = await withDeadLetter(world, 'Your \u009b31mparcel\u202e\nis lost');
    const { output } = await run('show', letter.id);
    expect(output).toMatch(/\nYour \\u009b31mparcel\\u202e\nis lost\n$/);
  });

  it('every cell of a list, on one line, and what a bridge gives as its reason', async () => {
    const letter = {
      id: `hs_1${hostile}`,
      sessionId: hostile,
      direction: 'to-customer',
      kind: 'say',
      cause: `400\nhs_2${hostile}`,
      acceptedAt: hostile,
      diedAt: hostile,
      attempts: 1,
      unknownAttempts: 0,
      text: hostile,
    };
    const listing = await answering(200, { deadLetters: [letter] });
    const listed = await runScript('dead-letters.ts', ['list', '--url', listing.url], token);
    listing.stop();
    expect(listed.output).toContain(`400\\u000ahs_2${shown}`);
    expect(listed.output.trimEnd().split('\n')).toHaveLength(2);
    expect(listed.output.replaceAll('\n', '')).toMatch(/^[\x20-\x7e]+$/);
    const refusing = await answering(500, { detail: hostile });
    for (const words of [['list'], ['show', 'x']]) {
      const { output } = await runScript('dead-letters.ts', [...words, '--url', refusing.url], token);
      expect(output).toBe(`The bridge answered 500. ${shown}\n`);
    }
    const erased = await runScript('erase.ts', ['--customer', 'x', '--url', refusing.url], token);
    expect(erased.output).toBe(`The bridge answered 500. ${shown}\n`);
    refusing.stop();
  }, 20_000);
});
