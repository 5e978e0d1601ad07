import { randomBytes, randomUUID } from 'node:crypto';

export type Environment = Readonly<Record<string, string>>;

const secret = () => randomBytes(24).toString('base64url');

/** The least that a production service needs. */
export const goodEnvironment = (): Environment => ({
  HANDOFF_PUBLIC_URL: 'https://bridge.contoso.com',
  Connections__LiveChat__Settings__TenantId: randomUUID(),
  Connections__LiveChat__Settings__ClientId: randomUUID(),
  Connections__LiveChat__Settings__ClientSecret: secret(),
  Connections__CopilotStudioBot__Settings__TenantId: randomUUID(),
  Connections__CopilotStudioBot__Settings__ClientId: randomUUID(),
  Connections__CopilotStudioBot__Settings__ClientSecret: secret(),
  LIVECHAT_BASE_URL: 'https://chat.contoso.com/',
  LIVECHAT_API_KEY: secret(),
  LIVECHAT_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
});
