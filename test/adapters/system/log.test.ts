import { describe, expect, it } from 'vitest';
import { pinoLog } from '../../../src/adapters/system/log.ts';

function logged(error: Error): string {
  const lines: string[] = [];
  const log = pinoLog('info', { write: (line) => void lines.push(line) });
  log.error({ err: error }, 'failed');
  return lines.join('');
}

describe('An error in the log', () => {
  it('has its type, its code and its frames', () => {
    const error = Object.assign(new RangeError('MARKER'), { code: 'E_X' });
    expect(JSON.parse(logged(error))).toMatchObject({
      level: 50,
      service: 'handoff-bridge',
      msg: 'failed',
      err: { type: 'RangeError', code: 'E_X', stack: expect.stringContaining('log.test.ts') },
    });
  });

  it.each([
    'MARKER',
    'MARKER\n    at home I said MARKER',
    '\n    at MARKER (file.ts:1:1)',
    'at MARKER\nat MARKER\n',
    '',
  ])('never has its message: %j', (message) => {
    const cause = new Error(message, { cause: new TypeError(message) });
    for (const error of [new Error(message), new Error('other', { cause })]) {
      expect(logged(error)).not.toContain('MARKER');
    }
  });

  it('never has a message that was changed later, nor what else it carries', () => {
    const error = Object.assign(new Error('MARKER\n    at MARKER'), {
      body: 'MARKER',
      code: { a: 'MARKER' },
    });
    error.message = 'another';
    expect(logged(error)).not.toContain('MARKER');
  });

  it('is one line, whatever line feeds and escape codes are in a field', () => {
    const lines: string[] = [];
    const log = pinoLog('info', { write: (line) => void lines.push(line) });
    log.info({ session: 'a\nb\u001b[31m' }, 'event');
    expect(lines).toHaveLength(1);
    for (const control of ['\n', '\u001b']) expect(lines[0]?.trimEnd()).not.toContain(control);
  });

  it('has nothing that a terminal obeys, and loses nothing of it', () => {
    const lines: string[] = [];
    const log = pinoLog('info', { write: (line) => void lines.push(line) });
    const hostile = '\u001b]0;a\u0007\u009b31m\u0085\u202e\u2066\u200f\u2028\u007fb';
    log.warn({ [hostile]: hostile }, hostile);
    expect(lines.join('').trimEnd()).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(lines.join(''))).toMatchObject({ [hostile]: hostile, msg: hostile });
  });

  it('is not there when the level says so', () => {
    const lines: string[] = [];
    pinoLog('silent', { write: (line) => void lines.push(line) }).error({}, 'event');
    expect(lines).toEqual([]);
  });
});
