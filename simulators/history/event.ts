import { z } from 'zod';

/*
 * What happened in a run, as the parties around the bridge saw it. Plain data: one JSON object a line, in the order in
 * which it happened. Times are milliseconds since 1970.
 */

const direction = z.enum(['to-live-chat', 'to-customer']);
const base = { at: z.number() };

/** Something that a person wrote, wherever it is on its way. */
const words = {
  ...base,
  direction,
  text: z.string(),
  /** The sender's own id of it, the same for a repeat. */
  messageId: z.string().optional(),
  conversationId: z.string().optional(),
  liveChatId: z.string().optional(),
};

/** What is known of a request of the bridge. */
const answered = {
  /** `unknown`: the bridge cannot know what became of it. */
  outcome: z.enum(['delivered', 'refused', 'unknown']),
  /** The status that came, whole or cut off after it. */
  status: z.number().optional(),
  /** Who gave it: the party itself, or something in between. */
  answeredBy: z.enum(['party', 'intermediary']).optional(),
  /** When the bridge had its answer, or gave up waiting. */
  endedAt: z.number().optional(),
  /** Which process of the bridge sent it, counted from 0, where that is known. */
  run: z.number().optional(),
};

const sender = z.enum(['copilot', 'live-chat', 'stranger']);
const receiver = z.enum(['teams', 'live-chat', 'stranger']);

export const eventSchema = z.discriminatedUnion('type', [
  /** A party began to send it to the bridge. */
  z.object({ type: z.literal('sent'), party: sender, ...words }),
  /** The bridge answered 2xx. */
  z.object({ type: z.literal('acked'), party: sender, status: z.number(), ...words }),
  /** The bridge answered otherwise; 0 when there was no answer. */
  z.object({
    type: z.literal('refused'),
    party: sender,
    status: z.number(),
    /** The `code` of the answer, where it has one. */
    code: z.string().optional(),
    ...words,
  }),
  /** The bridge began to send it to a party. */
  z.object({ type: z.literal('attempted'), party: receiver, ...words, ...answered }),
  /** The bridge began to ask the live chat for a chat, or for the end of one, or to say something of its own. */
  z.object({
    type: z.literal('step-attempted'),
    party: receiver,
    ...base,
    /** `other`: a look, a token, or a request of a start beside the one that opens the chat. */
    step: z.enum(['start', 'end', 'notice', 'other']),
    conversationId: z.string().optional(),
    liveChatId: z.string().optional(),
    ...answered,
  }),
  /** It can be read: by the customer in Teams, by the agent at the desk. */
  z.object({ type: z.literal('shown'), party: receiver, ...words }),
  /** The bridge gave it up where people can see that. */
  z.object({ type: z.literal('dead-lettered'), party: z.literal('bridge'), cause: z.string(), ...words }),

  /** The live chat opened a chat, and ended one. */
  z.object({
    type: z.literal('chat-opened'),
    party: z.literal('live-chat'),
    ...base,
    conversationId: z.string(),
    liveChatId: z.string(),
    /** Its id on the wire, when that was a former chat's; `liveChatId` then tells the two apart. */
    idAgain: z.string().optional(),
    /** The chat that its session had before: words for that one have opened this one. */
    strayOf: z.string().optional(),
  }),
  z.object({ type: z.literal('chat-ended'), party: z.literal('live-chat'), ...base, liveChatId: z.string() }),
  /** The copilot began to ask for an agent: from now on there may be another session, though no side was told of it. */
  z.object({
    type: z.literal('session-requested'),
    party: z.literal('copilot'),
    ...base,
    conversationId: z.string(),
    messageId: z.string().optional(),
    /** What the copilot says of it, which may be the first words that an agent reads. */
    problem: z.string().optional(),
  }),
  /** The copilot was told that a session is open. */
  z.object({
    type: z.literal('session-opened'),
    party: z.literal('copilot'),
    ...base,
    conversationId: z.string(),
    liveChatId: z.string(),
  }),
  /** One side asked for the end; from now on the session may be over. */
  z.object({
    type: z.literal('end-sent'),
    party: sender,
    ...base,
    conversationId: z.string().optional(),
    liveChatId: z.string().optional(),
    /** What the bridge answered; absent when that is not known. */
    status: z.number().optional(),
    /** When it did. */
    answeredAt: z.number().optional(),
  }),
  /** The copilot was told that there is no agent because the live chat cannot be reached. */
  z.object({
    type: z.literal('session-refused'),
    party: z.literal('copilot'),
    ...base,
    conversationId: z.string(),
  }),
  /** The copilot was told that it has the conversation back. */
  z.object({
    type: z.literal('session-ended'),
    party: z.literal('copilot'),
    ...base,
    conversationId: z.string(),
    liveChatId: z.string().optional(),
    /** The `messageId` of what this was an answer to. */
    answersTo: z.string().optional(),
    reason: z.string().optional(),
  }),

  z.object({
    type: z.literal('crash'),
    party: z.literal('bridge'),
    ...base,
    /** Until when what was begun before it may be seen: the end of a standstill, or when the process is gone. */
    until: z.number().optional(),
  }),
  z.object({ type: z.literal('restart'), party: z.literal('bridge'), ...base }),
  z.object({
    type: z.literal('fault'),
    party: z.string(),
    what: z.string(),
    ...base,
    /** Of what lasts. */
    until: z.number().optional(),
  }),
  /** From now on nothing goes wrong any more. */
  z.object({ type: z.literal('healed'), party: z.literal('bridge'), ...base }),
  /** How many messages wait in the end, as the bridge's own files say. */
  z.object({ type: z.literal('rest'), party: z.literal('bridge'), ...base, waiting: z.number() }),
]);

export type Event = Readonly<z.infer<typeof eventSchema>>;
export type Direction = z.infer<typeof direction>;
export type OfType<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

/** As JSON lines. */
export const written = (record: readonly Event[]): string =>
  record.map((event) => `${JSON.stringify(event)}\n`).join('');

/** Throws when a line is not an event. */
export const readEvents = (lines: string): readonly Event[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => eventSchema.parse(JSON.parse(line)));

/** Whether a status says that what was sent was taken. */
export const isSuccess = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 300;
