// Its `z`, since only schemas made after it was loaded can be registered with a document.
import { z } from '@hono/zod-openapi';
import { plainText } from '../../../domain/plain-text.ts';
import { usableId } from '../../http/requests/usable-id.ts';
import { withoutNulls } from '../../http/requests/without-nulls.ts';

/*
 * The reference contract: what goes to a live chat and what comes from it. Times are ISO 8601.
 */

const id = usableId(256);
const name = z.string().min(1).max(256);
const time = z.iso.datetime({ offset: true }).max(64);
const sessionId = id.describe('The live chat’s own id of the session, as its answer to the start named it.');

/* What we send. The limits are those of what can reach us, so a live chat never sees more. */

/** A channel's message ids are up to 1,024 characters long, and some get a suffix of ours. */
const sentMessageId = z.string().min(1).max(1_100);
const sentText = z.string().min(1).max(250_000);

export const startBody = z
  .object({
    conversationId: id.describe('The bridge’s own id of this handoff. It never names the customer’s chat.'),
    channel: z
      .string()
      .min(1)
      .max(256)
      .describe('Names the channel where the customer is. There may be new ones.'),
    customer: z.object({
      id: z.string().max(1_024).describe('Names the customer; the same in each of their handoffs.'),
      name: name.describe('As the customer’s channel shows it.'),
      locale: z.string().max(64).optional().describe('BCP 47, such as `en-GB`.'),
    }),
    problem: sentText.optional().describe('What the customer needs, in a sentence or two.'),
    transcript: z
      .array(
        z.object({
          from: z.enum(['customer', 'copilot']).describe('Who said it.'),
          text: z.string().min(1).max(8_000),
          at: time.optional().describe('When, as far as it is known.'),
        }),
      )
      .max(200)
      .optional()
      .describe('What customer and copilot said before, the oldest line first.'),
    context: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Whatever else the agent should know. At most 32,000 characters of JSON.'),
    callbackUrl: z.url().max(2_048).describe('Where the callbacks of this session go.'),
  })
  .meta({ id: 'StartBody' });

export const sendBody = z
  .object({
    sessionId,
    messageId: sentMessageId.describe('Names this message within its session.'),
    message: sentText.describe('Plain text.'),
    sender: name.describe('Who is shown to have said it.'),
    timestamp: time.describe('When the bridge accepted it.'),
    kind: z
      .enum(['customer', 'notice'])
      .optional()
      .describe(
        'Who speaks: the customer, which is the default, or the bridge in a `notice` to the agent, such as “the customer has left”.',
      ),
  })
  .meta({ id: 'SendBody' });

export const endBody = z
  .object({
    sessionId,
    reason: z
      .string()
      .min(1)
      .max(64)
      .describe('`customer`, `copilot`, `idle`, `too-long`, `failed` or `unavailable`; others may follow.'),
  })
  .meta({ id: 'EndBody' });

export type StartBody = Readonly<z.infer<typeof startBody>>;
export type SendBody = Readonly<z.infer<typeof sendBody>>;
export type EndBody = Readonly<z.infer<typeof endBody>>;

/* What a live chat answers. */

const waitingSeconds = z.number().nonnegative().max(1_000_000);
const place = z.number().int().nonnegative().max(1_000_000);

/** Answer to `POST /api/livechat/start`. */
export const startAnswer = z
  .object({
    sessionId: id.describe('Names the session from now on, in both directions.'),
    status: z
      .enum(['queued', 'active'])
      .describe('Whether the customer waits, or an agent is there already.'),
    queuePosition: place.optional().describe('1 is next.'),
    estimatedWaitSeconds: waitingSeconds.optional(),
  })
  .meta({ id: 'StartAnswer' });

const { queuePosition, estimatedWaitSeconds } = startAnswer.shape;

/** A session that is open is worth more than what is said of the wait: where that is odd, it is left out. */
export const openedSession = startAnswer.extend({
  queuePosition: queuePosition.catch(undefined),
  estimatedWaitSeconds: estimatedWaitSeconds.catch(undefined),
});

/** Why a live chat refuses to start. */
export const startRefusal = z
  .object({
    error: z
      .enum(['closed', 'no-agents', 'unavailable'])
      .describe('Outside of opening hours; no agent free; not now. The customer is told which.'),
  })
  .meta({ id: 'StartRefusal' });

/** Answer to `POST /api/livechat/send`. */
export const sendAnswer = z.object({
  messageId: sentMessageId.describe('The same as in the request: this message, and no other, is stored.'),
});

/** Answer to `POST /api/livechat/end`. */
export const endAnswer = z.object({ status: z.literal('ended') });

/* What a live chat tells us. */

const envelope = {
  sessionId: id.describe('The live chat’s own id of the session, as its answer to the start named it.'),
  messageId: id.describe(
    'Names this callback within its session. A repeat keeps it and has no further effect.',
  ),
  timestamp: time.describe('When it happened.'),
};

/** Without control characters something has to be left. */
const words = z
  .string()
  .min(1)
  .max(250_000)
  .transform(plainText)
  .pipe(z.string().min(1))
  .describe('What the agent wrote, as plain text. Control characters are dropped; something has to be left.');
const agent = name.describe('The agent’s name. The customer sees its first 64 characters.');

const schema = (name: string) => `#/components/schemas/${name}`;

/** For generators of code. */
const callbackSchemas = {
  message: schema('MessageCallback'),
  typing: schema('TypingCallback'),
  'agent-joined': schema('AgentJoinedCallback'),
  'agent-left': schema('AgentLeftCallback'),
  'agent-transferred': schema('AgentTransferredCallback'),
  'queue-position': schema('QueuePositionCallback'),
  'session-ended': schema('SessionEndedCallback'),
};

/** Body of `POST /api/messages/proactive`, by its type. */
export const callback = z
  .discriminatedUnion('type', [
    z
      .object({ ...envelope, type: z.literal('message'), message: words, sender: agent })
      .meta({ id: 'MessageCallback', description: 'The agent wrote something.' }),
    z
      .object({ ...envelope, type: z.literal('typing'), sender: agent.optional() })
      .meta({ id: 'TypingCallback', description: 'The agent is typing.' }),
    z
      .object({ ...envelope, type: z.literal('agent-joined'), sender: agent })
      .meta({ id: 'AgentJoinedCallback', description: 'An agent took the session.' }),
    z
      .object({ ...envelope, type: z.literal('agent-left'), sender: agent })
      .meta({ id: 'AgentLeftCallback', description: 'The agent left; the customer waits again.' }),
    z
      .object({ ...envelope, type: z.literal('agent-transferred'), sender: agent })
      .meta({ id: 'AgentTransferredCallback', description: 'Another agent, the sender, took over.' }),
    z
      .object({
        ...envelope,
        type: z.literal('queue-position'),
        queuePosition: place.describe('1 is next.'),
        estimatedWaitSeconds: waitingSeconds.optional(),
      })
      .meta({ id: 'QueuePositionCallback', description: 'The customer moved in the queue.' }),
    z
      .object({
        ...envelope,
        type: z.literal('session-ended'),
        reason: z.string().max(1024).optional().describe('For the record; the customer does not see it.'),
        cause: z
          .string()
          .max(64)
          .optional()
          .describe(
            'Why it is over, which decides what the customer is told: `agent`, `closed`, `no-agents`, `idle` or `failed`. Absent or another word, it is `agent`.',
          ),
        message: z.string().max(250_000).optional().describe('A last word of the agent.'),
      })
      .meta({ id: 'SessionEndedCallback', description: 'The session is over; nothing is taken after it.' }),
  ])
  .meta({ id: 'Callback', discriminator: { propertyName: 'type', mapping: callbackSchemas } });

/** The causes of an end that are told apart. */
export const endCauses = ['agent', 'closed', 'no-agents', 'idle', 'failed'] as const;

export type Callback = z.infer<typeof callback>;

/** A callback without a type is a message. For the document alone: it is read with its type added. */
export const untypedCallback = z
  .object({ ...envelope, type: z.unknown().optional().meta({ not: {} }), message: words, sender: agent })
  .meta({ id: 'UntypedMessageCallback', description: 'The same as a message, without its `type`.' });

const numbers = ['queuePosition', 'estimatedWaitSeconds'] as const;

/**
 * A body of a live chat as the schemas read it: null is absent, a number may be written as text, and `position` is what
 * callbacks called the place in the queue before it had one name.
 */
export function asMeant(body: unknown): unknown {
  const known = withoutNulls(body);
  if (typeof known !== 'object' || known === null || Array.isArray(known)) return known;
  const isOld = Object.hasOwn(known, 'position');
  if (!isOld && numbers.every((name) => typeof fieldOf(known, name) !== 'string')) return known;
  const written = new Map<string, unknown>(Object.entries(known));
  if (isOlder(written)) written.set('queuePosition', written.get('position'));
  for (const name of numbers) {
    const value = written.get(name);
    if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) written.set(name, Number(value));
  }
  return Object.fromEntries(written);
}

const fieldOf = (known: object, name: string): unknown => (known as Readonly<Record<string, unknown>>)[name];

const isOlder = (written: ReadonlyMap<string, unknown>): boolean =>
  written.has('position') && !written.has('queuePosition');

/** A callback as its schema reads it. */
export function callbackAsMeant(body: Readonly<Record<string, unknown>>): unknown {
  const known = asMeant(body);
  return typeof known === 'object' && known !== null ? { type: 'message', ...known } : known;
}

/** What the live chat called a field of ours. */
export function nameAsSent(field: string, body: Readonly<Record<string, unknown>>): string {
  return field === 'queuePosition' && isOlder(new Map(Object.entries(body))) ? 'position' : field;
}
