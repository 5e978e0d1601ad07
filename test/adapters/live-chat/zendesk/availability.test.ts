import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askForAgents } from '../../../../src/adapters/live-chat/zendesk/start/availability.ts';
import type { SupportAccess } from '../../../../src/adapters/live-chat/zendesk/support-settings.ts';
import { json, type OddServer, oddServer, page, reset, text } from '../../http/client/odd-server.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const ask = (changes: Partial<SupportAccess> = {}) =>
  askForAgents({
    access: { url: server.url, authorization: 'Basic x', groupIds: [], ...changes },
    nowMs: () => Date.parse('2026-03-02T10:00:00Z'),
  })();
const agents = (...groups: readonly (readonly number[] | null)[]) => ({
  data: groups.map((group_ids, agent_id) => ({ attributes: { agent_id, group_ids }, type: 'agent' })),
  links: { next: null },
});
const more = (cursor: string) => ({ ...agents([1]), meta: { has_more: true, after_cursor: cursor } });
const hours = { scheduleId: '7', timeZone: 'UTC' };

describe('Zendesk Support, asked for agents,', () => {
  it('is asked with its own credentials for those who are online for messaging', async () => {
    server.next(json(200, agents([1])));
    expect(await ask()).toBe(undefined);
    const { url, headers } = server.heard.at(-1) ?? {};
    const asked = new URL(url ?? '', server.url);
    expect(asked.pathname).toBe('/api/v2/agent_availabilities');
    expect(asked.searchParams.get('filter[channel_status]')).toBe('messaging:online');
    expect(headers?.authorization).toBe('Basic x');
  });

  it('has none when none is of the groups that count, on any page', async () => {
    server.next(json(200, agents()));
    expect(await ask()).toBe('no-agents');
    server.next(json(200, more('c1')), json(200, agents([2, 3])));
    expect(await ask({ groupIds: ['4'] })).toBe('no-agents');
    expect(server.heard.at(-1)?.url).toContain('c1');
    server.next(json(200, more('c1')), json(200, agents([2, 4])));
    expect(await ask({ groupIds: ['4'] })).toBe(undefined);
    server.next(json(200, agents(null)));
    expect(await ask({ groupIds: ['4'] })).toBe(undefined);
  });

  it('closes nothing with an answer that says nothing', async () => {
    for (const answer of [
      page(200),
      json(403, { error: 'Forbidden' }),
      json(200, {}),
      text(500, ''),
      reset,
    ]) {
      server.next(answer);
      expect(await ask()).toBe(undefined);
    }
  });

  it('is closed outside of its schedule and on holidays, although an agent is online', async () => {
    const week = (start_time: number) =>
      json(200, {
        schedule: { id: 7, time_zone: 'London', intervals: [{ start_time, end_time: start_time + 60 }] },
      });
    const monday10 = (24 + 10) * 60;
    const holiday = { holidays: [{ name: 'A', start_date: '2026-03-02', end_date: '2026-03-02' }] };
    const answering = (schedule: ReturnType<typeof json>, holidays: object) => {
      // All are asked at once, so that each is answered by its path.
      const byPath: ReturnType<typeof json> = (response, heard) => {
        if (heard.url.endsWith('/holidays')) return json(200, holidays)(response, heard);
        return (heard.url.includes('/schedules/7') ? schedule : json(200, agents([1])))(response, heard);
      };
      server.next(byPath, byPath, byPath);
    };
    answering(week(monday10), { holidays: [] });
    expect(await ask({ hours })).toBe(undefined);
    answering(week(monday10 + 60), { holidays: [] });
    expect(await ask({ hours })).toBe('closed');
    answering(week(monday10), holiday);
    expect(await ask({ hours })).toBe('closed');
    answering(json(404, {}), holiday);
    expect(await ask({ hours })).toBe(undefined);
  });
});
