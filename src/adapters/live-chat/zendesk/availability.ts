import { z } from 'zod';
import type { Unavailability } from '../../../domain/handoff-session.ts';
import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import type { SupportAccess } from './settings.ts';
import { asMeant } from './wire.ts';

/* Whether an agent is online for messaging, which Zendesk Support knows and Sunshine Conversations does not. */

/** Why no agent can be had; absent when one can, or when Support does not say. Never rejects. */
export type AskForAgents = () => Promise<Unavailability | undefined>;

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
export function askForAgents(access: SupportAccess, noteRefusal?: NoteRefusal): AskForAgents {
  return async () => {
    let after: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const result = await readAgents(access, after);
      noteRefusal?.(result, { route: 'agent-availabilities' });
      const agents = agentsIn(result);
      if (agents === undefined || agents.data.some((agent) => isOneOf(agent, access.groupIds)))
        return undefined;
      after = agents.meta?.has_more ? agents.meta.after_cursor : undefined;
      if (after === undefined) return 'no-agents';
    }
    return undefined;
  };
}

/** One page of the agents who are online for messaging. */
export function readAgents({ url, authorization }: SupportAccess, after?: string): Promise<HttpOutcome> {
  const query = new URLSearchParams({ 'filter[channel_status]': 'messaging:online', 'page[size]': '100' });
  if (after !== undefined) query.set('page[after]', after);
  return sendHttpRequest({
    method: 'GET',
    url: `${url}/api/v2/agent_availabilities?${query}`,
    headers: ['accept', 'application/json', 'authorization', authorization],
    timeoutMs,
  });
}

export const agentsIn = (result: HttpOutcome): Agents | undefined =>
  result.outcome === 'answered' && isSuccess(result.status)
    ? agentsAnswer.safeParse(asMeant(result.body)).data
    : undefined;

/** An agent whose groups are not told may be of any. */
function isOneOf({ attributes }: Agents['data'][number], groupIds: readonly string[]): boolean {
  const own = attributes?.group_ids;
  return groupIds.length === 0 || own === undefined || own.some((id) => groupIds.includes(String(id)));
}
