import { z } from 'zod';
import { together } from '../../settings/findings.ts';
import {
  baseUrlSetting,
  missingWebhookSecret,
  unsignedCallbacksSetting,
  webhookSecretSetting,
} from '../callback-settings.ts';

export interface ContosoSampleSettings {
  readonly baseUrl: string;
  readonly webhookSecrets: readonly string[];
  readonly allowUnsignedCallbacks: boolean;
}

/** Where the sample's live chat is, and whether its desk is believed although it cannot sign. */
export const contosoSampleSettings = z
  .object({
    LIVECHAT_BASE_URL: baseUrlSetting,
    LIVECHAT_WEBHOOK_SECRET: webhookSecretSetting,
    LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: unsignedCallbacksSetting,
  })
  .check(
    together(['LIVECHAT_WEBHOOK_SECRET'], (its) =>
      its.LIVECHAT_WEBHOOK_SECRET === undefined && !its.LIVECHAT_ALLOW_UNSIGNED_CALLBACKS
        ? [missingWebhookSecret]
        : [],
    ),
  )
  .transform(
    (its): ContosoSampleSettings => ({
      baseUrl: its.LIVECHAT_BASE_URL,
      webhookSecrets: its.LIVECHAT_WEBHOOK_SECRET ?? [],
      allowUnsignedCallbacks: its.LIVECHAT_ALLOW_UNSIGNED_CALLBACKS,
    }),
  );
