import { z } from 'zod';

/* What a Support webhook tells: the body of a trigger, which the operator writes, or an event of Zendesk's own. */

const word = z.string().max(256);
const endCauses = ['agent', 'closed', 'no-agents', 'idle', 'failed'] as const;

/** The body of a trigger as the bridge's page for operators has it. Placeholders may come out empty. */
export const triggerBody = z.object({
  session: word,
  event: z.enum(['joined', 'left', 'transferred', 'ended']),
  /** Names the event, so that a repeat is known. */
  id: word.optional(),
  agent: z.string().max(1_024).optional(),
  /** Why it is over. Default `agent`. */
  cause: z.enum(endCauses).optional().catch(undefined),
});
export type TriggerBody = z.infer<typeof triggerBody>;

export const statusChanged = 'zen:event-type:ticket.status_changed';
export const assignmentChanged = 'zen:event-type:ticket.agent_assignment_changed';

/** Ids are numbers or texts. */
const someId = z.union([z.string().max(64), z.number()]).optional();

/** An event of Zendesk's own. It has the ticket's tags and no field of it, so a tag has to name the session. */
export const nativeEvent = z.object({
  id: word,
  type: word,
  detail: z.object({ tags: z.array(word).max(1_000).optional() }).optional(),
  event: z.object({ current: someId, previous: someId }).optional(),
});
export type NativeEvent = z.infer<typeof nativeEvent>;
