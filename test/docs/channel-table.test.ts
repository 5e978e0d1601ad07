import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { channelTableFile, channelTablePage } from '../../scripts/channel-table.ts';

describe('The table of channels', () => {
  it('says what the code says; `npm run live-chats` writes it', () => {
    const page = readFileSync(channelTableFile, 'utf8');
    expect(page).toContain('| `webchat` | web chat | in turns | at any time |');
    expect(page).toBe(channelTablePage());
  });
});
