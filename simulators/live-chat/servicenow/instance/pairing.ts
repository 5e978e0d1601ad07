import type { PairedEnds, Pairing } from '../../vendor.ts';
import { callbackPath } from '../reads.ts';
import { clientId, userName } from './access.ts';

/** How a bridge gets in: an instance takes each of them. */
export type WayIn = 'basic' | 'oauth' | 'static' | 'hash';

/** Where the secret of callbacks stands: the instance sends it as a static header. */
export const keyHeader = 'x-handoff-bridge-key';

export const pairedBy =
  (way: WayIn) =>
  ({ bridgeUrl, apiKey, webhookSecret }: PairedEnds): Pairing => ({
    options: { apiKey, webhookSecret, callbackUrl: `${bridgeUrl}${callbackPath}` },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_SERVICENOW_CALLBACK_HEADER: keyHeader,
      LIVECHAT_SERVICENOW_CALLBACK_SECRET: webhookSecret,
      ...credentials(way, apiKey),
    }),
  });

function credentials(way: WayIn, secret: string): Readonly<Record<string, string>> {
  switch (way) {
    case 'basic':
      return {
        LIVECHAT_SERVICENOW_AUTH: way,
        LIVECHAT_SERVICENOW_USER: userName,
        LIVECHAT_SERVICENOW_PASSWORD: secret,
      };
    case 'oauth':
      return {
        LIVECHAT_SERVICENOW_AUTH: way,
        LIVECHAT_SERVICENOW_CLIENT_ID: clientId,
        LIVECHAT_SERVICENOW_CLIENT_SECRET: secret,
      };
    case 'static':
    case 'hash':
      return {
        LIVECHAT_SERVICENOW_AUTH: 'none',
        LIVECHAT_SERVICENOW_MESSAGE_AUTH: way,
        LIVECHAT_SERVICENOW_TOKEN: secret,
      };
  }
}
