import type { Unavailability } from '../../../domain/handoff-session.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import type { ChatwootApi } from './api.ts';
import { agentsAnswer, type Inbox, inboxAnswer, type WorkingDay } from './wire.ts';

/** Why no agent can be had at this time, as far as Chatwoot says. What it does not say is no reason to refuse. */
export async function unavailability(
  api: Pick<ChatwootApi, 'inbox' | 'agent'>,
  now: number,
): Promise<Extract<Unavailability, 'closed' | 'no-agents'> | undefined> {
  const inbox = inboxIn(await api.inbox());
  if (inbox && isClosed(inbox, now)) return 'closed';
  const agents = await api.agent?.agents();
  return agents && isDeserted(agents) ? 'no-agents' : undefined;
}

export function inboxIn(result: HttpOutcome): Inbox | undefined {
  if (result.outcome !== 'answered' || !isSuccess(result.status)) return undefined;
  return inboxAnswer.safeParse(result.body).data;
}

/** One who is `busy` is there, and sees what waits. */
function isDeserted(result: HttpOutcome): boolean {
  if (result.outcome !== 'answered' || !isSuccess(result.status)) return false;
  const agents = agentsAnswer.safeParse(result.body).data;
  return agents?.every(({ availability_status: status }) => status === 'offline') ?? false;
}

/** Whether the inbox has opening hours and this is not one of them. A time zone or a day that it does not name is open. */
export function isClosed(
  { working_hours_enabled: isEnabled, working_hours: days, timezone }: Inbox,
  now: number,
): boolean {
  if (!isEnabled || !days) return false;
  const local = localTime(now, timezone ?? 'UTC');
  const today = days.find(({ day_of_week: day }) => day === local?.day);
  return local !== undefined && today !== undefined && !isOpenAt(today, local.minute);
}

function isOpenAt(day: WorkingDay, minute: number): boolean {
  if (day.closed_all_day) return false;
  if (day.open_all_day) return true;
  const { open_hour: from, open_minutes, close_hour: until, close_minutes } = day;
  if (typeof from !== 'number' || typeof until !== 'number') return true;
  return minute >= from * 60 + (open_minutes ?? 0) && minute < until * 60 + (close_minutes ?? 0);
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The day of the week, 0 for Sunday, and the minute of the day; absent for a time zone that is not known here. */
function localTime(
  now: number,
  timeZone: string,
): { readonly day: number; readonly minute: number } | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
    const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
    const day = days.indexOf(parts.get('weekday') ?? '');
    return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
