import { z } from 'zod';

/**
 * What is sent to the Virtual Agent Bot Integration API, as its page says (servicenow.com/docs, bot-api, release Australia). Unknown
 * names are kept, since a message is echoed as it came.
 */

export const endpoint = '/api/sn_va_as_service/bot/integration';

const attachment = z.looseObject({ url: z.string(), fileName: z.string(), contentType: z.string() });

const message = z.looseObject({
  text: z.string().nullish(),
  clientMessageId: z.string().nullish(),
  /** The page's table has an array, its examples an object. */
  attachment: z.union([attachment, z.array(attachment)]).nullish(),
});

const history = z.looseObject({
  value: z.string(),
  isBotMessage: z.boolean().nullish(),
  displayName: z.string().nullish(),
  timestamp: z.union([z.string(), z.number()]).nullish(),
});

const variables = z.record(z.string(), z.unknown()).nullish();

const common = z.looseObject({
  requestId: z.string().min(1),
  userId: z.string().min(1),
  emailId: z.string().nullish(),
  clientSessionId: z.string().nullish(),
  nowSessionId: z.string().nullish(),
  clientVariables: variables,
  contextVariables: variables,
  history: z.union([history, z.array(history)]).nullish(),
  syncResponse: z.boolean().nullish(),
});

const words = { message: message.nullish() };
const update = z.looseObject({ id: z.string(), status: z.string().nullish(), text: z.string().nullish() });

export const request = z.union([
  common.extend({ action: z.literal('UPDATE_MESSAGES'), message: z.union([update, z.array(update)]) }),
  common.extend({
    ...words,
    action: z.enum([
      'AGENT',
      'CREATE_CONVERSATION',
      'START_CREATED_CONVERSATION',
      'START_CONVERSATION',
      'END_CONVERSATION',
      'FAULT_CONVERSATION',
      'SEND_HISTORY',
      'SET_USER_TIMEZONE',
      'SWITCH',
      'TYPING',
      'VIEWING',
    ]),
  }),
  common.extend({ action: z.null().optional(), message }),
]);

export type Request = Readonly<z.infer<typeof request>>;
export type Update = Readonly<z.infer<typeof update>>;
/** All but an update of messages that were sent. */
export type Spoken = Exclude<Request, { readonly action: 'UPDATE_MESSAGES' }>;

export const listed = <T>(one: T | readonly T[] | null | undefined): readonly T[] =>
  one === null || one === undefined ? [] : ([one].flat() as readonly T[]);

/** What was written, or chosen; empty where nothing was. */
export const textOf = ({ message: said }: Pick<Spoken, 'message'>): string => said?.text ?? '';

export const success = { status: 'success' } as const;

export const failure = (message: string, detail: string) => ({
  status: 'failure' as const,
  error: { message, detail },
});
