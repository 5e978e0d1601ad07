/** The codes by which the Bot Connector refuses for good; under another code such a status is no refusal of its own. */
const connectorCodes: Readonly<Record<number, string>> = {
  400: 'BadArgument',
  403: 'BotDisabledByAdmin',
  404: 'ConversationNotFound',
  413: 'MessageSizeTooBig',
};

/** What the Bot Connector says with a status. */
export function connectorRefusal(status: number, code = connectorCodes[status] ?? String(status)): object {
  return { error: { code, message: 'A planned failure.' } };
}

/** What a live chat says with a status, in both dialects. */
export const liveChatRefusal = (code = 'planned-failure'): object => ({ error: code });

/** What the party itself, to which a path belongs, says with a status. */
export function peerRefusal(path: string, status: number, code?: string): object {
  return /^\/api\/(livechat|chat)\//.test(path) ? liveChatRefusal(code) : connectorRefusal(status, code);
}
