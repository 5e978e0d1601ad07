import type { Hono } from 'hono';
import { z } from 'zod';
import type { RestEnv } from '../rest-env.ts';
import type { RouteOptions } from '../vendor.ts';
import { choicesIn } from './choices.ts';
import { WORKSTREAM_ID } from './ids.ts';

const DATAVERSE = '/api/data/v9.2';

const asked = z.object({
  ApiVersion: z.literal('1.0'),
  LiveWorkStreamId: z.literal(WORKSTREAM_ID),
  CustomContextItems: z
    .string()
    .refine((text) => items.safeParse(JSON.parse(text)).success)
    .exactOptional(),
});

const items = z.record(
  z.string(),
  z.object({ value: z.string(), isDisplayable: z.boolean(), datatype: z.enum(['192350000', '192350001']) }),
);

/** A guess that grows with the queue. */
const WAIT_SECONDS_EACH = 60;
const NEVER = '0001-01-01T00:00:00Z';

/** Dataverse's action that tells hours and agents of a queue. */
export function availabilityRoute(app: Hono<RestEnv>, { registry, refusal, choices }: RouteOptions): void {
  app.post(`${DATAVERSE}/CCaaS_GetRepresentativeAvailabilityBeforeConversation`, (c) => {
    if (choicesIn(choices()).hidesAvailability) return c.json(dataverseError('0x80040220'), 403);
    if (!asked.safeParse(c.get('body')).success) return c.json(dataverseError('0x80048d19'), 400);
    const queued = registry.chats().filter(({ status }) => status === 'queued').length;
    const why = refusal();
    const isServed = why !== 'closed' && why !== 'no-agents';
    return c.json({
      '@odata.context': `${new URL(c.req.url).origin}${DATAVERSE}/$metadata#Microsoft.Dynamics.CRM.CCaaS_GetRepresentativeAvailabilityBeforeConversationResponse`,
      NextTransitionTime: '9999-12-31T23:59:59Z',
      NumberOfExpertsAvailableInQueue: isServed ? 1 : 0,
      AverageWaitTimeInSeconds: (queued + 1) * WAIT_SECONDS_EACH,
      PositionInQueue: queued + 1,
      AverageWaitTime: null,
      StartTimeOfNextOperatingHour: NEVER,
      EndTimeOfNextOperatingHour: NEVER,
      QueueId: '85e55877-f27a-4911-a81a-000d3a1ca610',
      IsAgentAvailable: isServed,
      IsQueueAvailable: why !== 'closed',
    });
  });
}

const dataverseError = (code: string) => ({ error: { code, message: 'The request cannot be carried out.' } });
