/** A session's address as it is stored: what a caller needs and what a channel needs, in one text. */
const theAddress = {
  channelId: 'msteams',
  conversationId: 'a:1x@unq.gbl.spaces;messageid=1',
  tenantId: 'tenant-1',
  channelServiceUrl: 'https://teams.example/',
  copilotServiceUrl: 'https://copilot.example/',
  copilotAppId: 'copilot-app',
  botId: '28:copilot-app',
  skillId: 'skill-app',
  customer: { id: '29:1x' },
};

export const addressText = (changed: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ ...theAddress, ...changed });
