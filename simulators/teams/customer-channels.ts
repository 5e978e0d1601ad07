/** Where customers of the simulated copilot can be, as Bot Framework names it. The page and its chats are the same. */
export const customerChannels = ['msteams', 'webchat'] as const;
export type CustomerChannel = (typeof customerChannels)[number];
