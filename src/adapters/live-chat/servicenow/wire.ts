import { z } from 'zod';
import { usableId } from '../../http/requests/usable-id.ts';

/*
 * The Virtual Agent Bot Integration API of ServiceNow (release Australia), as far as it concerns agents. It names the session by our own
 * id in both directions, and nothing of its own is needed later. Source: "Virtual Agent Bot Integration API" in ServiceNowDocs.
 */

/** Where all requests go, below the instance. */
export const integrationPath = '/api/sn_va_as_service/bot/integration';

export type Action = 'AGENT' | 'END_CONVERSATION' | 'TYPING' | 'VIEWING' | 'UPDATE_MESSAGES';

export interface HistoryLine {
  readonly isBotMessage: boolean;
  readonly value: string;
  readonly displayName: string;
  readonly type: 'text';
  /** Milliseconds since 1970, written as text. */
  readonly timestamp: string;
}

interface SentMessage {
  readonly text: string;
  readonly typed: true;
  readonly clientMessageId: string;
}

/** What became of a message of an agent, for the panel of its agent. */
interface Receipt {
  readonly id: string;
  readonly status: 'external_error';
}

/** What is the customer's own, as names and values; ServiceNow takes texts. */
export type ContextVariables = Readonly<Record<string, string>>;

/** Comes back in every callback as it was sent. */
interface ClientVariables {
  readonly handoffSession: string;
  /** Of words that are the bridge's own; ServiceNow shows them as the customer's all the same. */
  readonly kind?: 'notice';
  /** The context variables of a request for an agent, so that it can be made again. */
  readonly contextVariables?: ContextVariables;
}

export interface IntegrationRequest {
  readonly requestId: string;
  readonly clientSessionId: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly timezone: string;
  readonly clientVariables: ClientVariables;
  /** Without one, the message is for who serves the conversation. */
  readonly action?: Action;
  readonly message?: SentMessage | readonly Receipt[];
  readonly botToBot?: true;
  readonly emailId?: string;
  readonly contextVariables?: ContextVariables;
  readonly history?: readonly HistoryLine[];
}

const status = z.object({ status: z.enum(['success', 'failure']) });
/** Scripted REST resources put what they return below `result`. */
const answer = z.union([status, z.object({ result: status }).transform(({ result }) => result)]);

/** What a request is answered; its work is done later, by a worker that checks rights only then. */
export const statusIn = (body: unknown): 'success' | 'failure' | undefined =>
  answer.safeParse(body).data?.status;

/* What ServiceNow tells us. Whatever is odd in it counts as absent, so that the rest is heard. */

const longestText = 250_000;
const text = (length: number) => z.string().max(length).optional().catch(undefined);
const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((given) => given === 'true')])
  .optional()
  .catch(undefined);
const ourId = z.preprocess((given) => (given === '' ? undefined : given), usableId(256).optional());

const item = z.object({
  uiType: text(64),
  actionType: text(64),
  messageId: usableId(256).optional().catch(undefined),
  /** A text, or an object with a link. */
  value: z
    .union([
      z.string().max(longestText),
      z.object({ action: z.string().max(2048) }).transform(({ action }) => ({ link: action })),
    ])
    .optional()
    .catch(undefined),
  label: text(longestText),
  message: text(longestText),
  spinnerType: text(64),
  waitTime: text(64),
  agentInfo: z
    .object({ sentFromAgent: flag, agentName: text(256) })
    .optional()
    .catch(undefined),
});

export type Item = z.output<typeof item>;

/** A list; two examples of ServiceNow's have its only item in its place. */
const items = z
  .unknown()
  .optional()
  .transform((given) =>
    (Array.isArray(given) ? given : [given]).flatMap((each) => item.safeParse(each).data ?? []),
  );

export const callback = z.object({
  clientSessionId: ourId,
  clientVariables: z
    .object({
      handoffSession: ourId,
      contextVariables: z.record(z.string(), z.string()).optional().catch(undefined),
    })
    .optional(),
  /** Of the request that it answers; what an agent does has that of some request before. */
  requestId: text(256),
  /** Our message, as it was sent. */
  message: z
    .object({ text: text(longestText) })
    .optional()
    .catch(undefined),
  agentChat: flag,
  completed: flag,
  takeControl: flag,
  body: items,
});

export type Callback = z.output<typeof callback>;
