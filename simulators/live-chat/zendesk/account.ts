/** The one account that is simulated. All ids have the form of Zendesk's. */

export const appId = '5d8cff3cd55b040010928b5b';
export const keyId = 'app_5963ceb97cde542d000dbdb1';
export const switchboardId = '5ef21b132f21af34f088530d';
export const supportEmail = 'bridge@acme.example';

export const scheduleId = '360000012345';

/** The ticket field for the bridge's own session id. */
export const sessionField = '9001';

export interface Integration {
  readonly id: string;
  readonly name: string;
  readonly integrationId: string;
  readonly integrationType: string;
}

/** Where control can be: the desk, and an AI agent that is active by default. */
export const workspace: Integration = {
  id: '5ef21b86e933b7355c11c604',
  name: 'zd-agentWorkspace',
  integrationId: '5ef21b86e933b7355c11c605',
  integrationType: 'zd:agentWorkspace',
};
export const answerBot: Integration = {
  id: '5ef21b86e933b7355c11c606',
  name: 'zd-answerBot',
  integrationId: '5ef21b86e933b7355c11c607',
  integrationType: 'zd:answerBot',
};
export const integrations = [workspace, answerBot] as const;

/** The custom integration to which the bridge's webhook belongs. */
export const webhookOwner = '5e554d2cac66fb73a3c01870';
export const webhookId = '5e554d2cac66fb73a3c01871';
