import type { Hono } from 'hono';
import type { RestEnv } from '../rest-env.ts';
import { appId, scheduleId, webhookId, webhookOwner } from './account.ts';
import { below, ofApp, type Server } from './routes.ts';

const triggers = [
  'conversation:message',
  'switchboard:passControl',
  'switchboard:passControl:failure',
  'switchboard:releaseControl',
];

/** What an operator's check asks for: the app, its webhooks, and, of Zendesk Support, who is online. */
export function accountRoutes(app: Hono<RestEnv>, { options }: Server): void {
  app.get(
    below,
    ofApp((c) => c.json({ app: { id: appId, displayName: 'Acme', settings: {}, metadata: {} } })),
  );
  app.get(
    `${below}/integrations`,
    ofApp((c) => {
      const owner = {
        id: webhookOwner,
        type: 'custom',
        status: 'active',
        displayName: 'Bridge',
        webhooks: [],
      };
      return c.json({ integrations: [owner], meta: { hasMore: false }, links: {} });
    }),
  );
  app.get(
    `${below}/integrations/:integration/webhooks`,
    ofApp((c) => {
      const target = options.choices().webhookTarget;
      const secret = options.choices().webhookSecret;
      if (typeof target !== 'string') return c.json({ webhooks: [] });
      const webhook = {
        id: webhookId,
        version: 'v2',
        target,
        triggers,
        includeFullUser: false,
        includeFullSource: false,
      };
      return c.json({ webhooks: [{ ...webhook, ...(typeof secret === 'string' && { secret }) }] });
    }),
  );
  // Below no path that meets faults: Support is another server.
  app.get('/api/v2/agent_availabilities', (c) => {
    const isAnyoneThere = options.refusal() !== 'no-agents';
    return c.json({
      data: isAnyoneThere ? [agent] : [],
      meta: { has_more: false },
      links: { next: null, prev: null },
    });
  });
  const schedule = `/api/v2/business_hours/schedules/${scheduleId}`;
  app.get(schedule, (c) => {
    const intervals = options.refusal() === 'closed' ? [] : everyHour;
    return c.json({ schedule: { id: Number(scheduleId), name: 'Acme', time_zone: 'Berlin', intervals } });
  });
  app.get(`${schedule}/holidays`, (c) => c.json({ holidays: [], next_page: null }));
}

const everyHour = [{ start_time: 0, end_time: 7 * 24 * 60 }];

const agent = {
  id: 'agent_availabilities|10011',
  type: 'agent_availabilities',
  attributes: { agent_id: 10011, group_ids: [1], skills: [], version: 236 },
};
