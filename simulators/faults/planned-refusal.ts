/** What a peer says with a status when it refuses by itself; `code` names its error. */
export type Refusal = (status: number, code?: string) => unknown;

/** The codes by which the Bot Connector refuses for good; under another code such a status is no refusal of its own. */
const connectorCodes: Readonly<Record<number, string>> = {
  400: 'BadArgument',
  403: 'BotDisabledByAdmin',
  404: 'ConversationNotFound',
  413: 'MessageSizeTooBig',
};

/** What the Bot Connector says with a status. */
export function connectorRefusal(status: number, code = connectorCodes[status] ?? 'ServiceError'): object {
  return { error: { code, message: 'A planned failure.' } };
}
