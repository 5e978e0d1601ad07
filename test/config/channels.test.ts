import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { findingsOf } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';

const directLine = 'https://directline.botframework.com';

describe('Channels beside Teams', () => {
  const read = (changes: Readonly<Record<string, string>>) => {
    const { inTurns, directLineUrl } = readConfig({ ...goodEnvironment(), ...changes }).channels;
    return [inTurns.map(({ id }) => id), directLineUrl];
  };

  it('are those that the operator opens, and none unless told', () => {
    expect(read({})).toEqual([[], undefined]);
    expect(read({ HANDOFF_CHANNELS: 'WebChat, directline, webchat' })).toEqual([
      ['webchat', 'directline'],
      undefined,
    ]);
    expect(read({ HANDOFF_CHANNELS: 'webchat', HANDOFF_DIRECT_LINE_URL: `${directLine}/` })).toEqual([
      ['webchat'],
      directLine,
    ]);
  });

  it.each(['msteams', 'webchat, m365-copilot', 'telephony', '*', ','])('are not %s', (HANDOFF_CHANNELS) => {
    expect(findingsOf({ HANDOFF_CHANNELS })).toEqual([
      expect.stringMatching(
        /^HANDOFF_CHANNELS is not usable; expected some of webchat, directline, facebook/,
      ),
    ]);
  });

  it.each([
    { HANDOFF_DIRECT_LINE_URL: directLine },
    { HANDOFF_CHANNELS: 'webchat', HANDOFF_DIRECT_LINE_URL: 'https://evil.example' },
    { HANDOFF_CHANNELS: 'webchat', HANDOFF_DIRECT_LINE_URL: 'http://directline.botframework.com' },
  ])('are not tried at Direct Line with %j: no channel, no allowed host, no https', (changes) => {
    expect(findingsOf(changes)).toEqual([expect.stringMatching(/^HANDOFF_DIRECT_LINE_URL is not usable/)]);
  });
});
