import { z } from 'zod';
import type { Unavailability } from '../../../../domain/handoff-session.ts';
import { type HttpOutcome, isSuccess } from '../../../http/client/http-outcome.ts';
import { sendHttpRequest } from '../../../http/client/http-request.ts';
import type { NoteRefusal } from '../../../http/client/peer-refusals.ts';
import type { BusinessHours, SupportAccess } from '../support-settings.ts';
import { asMeant } from '../wire.ts';
import { holidaysAnswer, isBusinessTime, scheduleAnswer } from './business-hours.ts';

/* Whether an agent can be had, which Zendesk Support knows and Sunshine Conversations does not. */

/** Why no agent can be had; absent when one can, or when Support does not say. Never rejects. */
export type AskForAgents = () => Promise<Unavailability | undefined>;

interface Asking {
  readonly access: SupportAccess;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly noteRefusal?: NoteRefusal;
}

const timeoutMs = 4_000;
/** More are not read: each has 100 agents. */
const maxPages = 5;

const agentsAnswer = z.object({
  data: z.array(
    z.object({
      attributes: z.object({ group_ids: z.array(z.union([z.number(), z.string()])).optional() }).optional(),
    }),
  ),
  meta: z.object({ has_more: z.boolean().optional(), after_cursor: z.string().optional() }).optional(),
});
type Agents = z.infer<typeof agentsAnswer>;

/** Asks Support before a start. A Support that does not answer closes nothing. */
export function askForAgents(asking: Asking): AskForAgents {
  return async () => {
    const [closed, without] = await Promise.all([isClosed(asking), isWithoutAgents(asking)]);
    if (closed) return 'closed';
    return without ? 'no-agents' : undefined;
  };
}

async function isClosed({ access, nowMs, noteRefusal }: Asking): Promise<boolean> {
  const { hours } = access;
  if (hours === undefined) return false;
  const [schedule, holidays] = await Promise.all([readSchedule(access, hours), readHolidays(access, hours)]);
  noteRefusal?.(schedule, { route: 'schedule' });
  noteRefusal?.(holidays, { route: 'holidays' });
  const week = scheduleIn(schedule);
  if (week === undefined) return false;
  const off = readAs(holidays, holidaysAnswer)?.holidays ?? [];
  return !isBusinessTime({ intervals: week.intervals, holidays: off }, nowMs(), hours.timeZone);
}

async function isWithoutAgents({ access, noteRefusal }: Asking): Promise<boolean> {
  let after: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const result = await readAgents(access, after);
    noteRefusal?.(result, { route: 'agent-availabilities' });
    const agents = agentsIn(result);
    if (agents === undefined || agents.data.some((agent) => isOneOf(agent, access.groupIds))) return false;
    after = agents.meta?.has_more ? agents.meta.after_cursor : undefined;
    if (after === undefined) return true;
  }
  return false;
}

const read = ({ url, authorization }: SupportAccess, path: string): Promise<HttpOutcome> =>
  sendHttpRequest({
    method: 'GET',
    url: `${url}/api/v2/${path}`,
    headers: ['accept', 'application/json', 'authorization', authorization],
    timeoutMs,
  });

export const readSchedule = (access: SupportAccess, { scheduleId }: BusinessHours): Promise<HttpOutcome> =>
  read(access, `business_hours/schedules/${scheduleId}`);

const readHolidays = (access: SupportAccess, { scheduleId }: BusinessHours): Promise<HttpOutcome> =>
  read(access, `business_hours/schedules/${scheduleId}/holidays`);

/** One page of the agents who are online for messaging. */
export function readAgents(access: SupportAccess, after?: string): Promise<HttpOutcome> {
  const query = new URLSearchParams({ 'filter[channel_status]': 'messaging:online', 'page[size]': '100' });
  if (after !== undefined) query.set('page[after]', after);
  return read(access, `agent_availabilities?${query}`);
}

function readAs<Value>(result: HttpOutcome, schema: z.ZodType<Value>): Value | undefined {
  if (result.outcome !== 'answered' || !isSuccess(result.status)) return undefined;
  return schema.safeParse(asMeant(result.body)).data;
}

export const agentsIn = (result: HttpOutcome): Agents | undefined => readAs(result, agentsAnswer);
export const scheduleIn = (result: HttpOutcome) => readAs(result, scheduleAnswer)?.schedule;

/** An agent whose groups are not told may be of any. */
function isOneOf({ attributes }: Agents['data'][number], groupIds: readonly string[]): boolean {
  const own = attributes?.group_ids;
  return groupIds.length === 0 || own === undefined || own.some((id) => groupIds.includes(String(id)));
}
