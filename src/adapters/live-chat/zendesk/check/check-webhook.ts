import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CheckedPoint } from '../../vendor.ts';
import { type CallApi, type Reading, readAs } from '../api.ts';

/** What the bridge needs to hear. */
const triggers = ['conversation:message', 'switchboard:passControl', 'switchboard:releaseControl'];

const integrationsAnswer = z.object({ integrations: z.array(z.object({ id: z.string() })) });
const webhook = z.object({
  target: z.string(),
  triggers: z.array(z.string()),
  secret: z.string().optional(),
});
const webhooksAnswer = z.object({ webhooks: z.array(webhook) });

interface Wanted {
  readonly callbackUrl: string;
  readonly secrets: readonly string[];
}

/** A Conversations webhook has to point at the bridge, with the triggers and a secret that the bridge knows. */
export async function checkWebhook(
  call: CallApi,
  { callbackUrl, secrets }: Wanted,
): Promise<readonly CheckedPoint[]> {
  const tried = `a webhook points at ${callbackUrl}`;
  const read = await readWebhooks(call);
  if ('failure' in read)
    return [
      {
        tried,
        result: 'unknown',
        came: 'webhooks could not be read',
        advice: 'Look at the webhook by hand.',
      },
    ];
  const found = read.value.find(({ target }) => target === callbackUrl);
  const came = `${read.value.length} webhooks of custom integrations`;
  if (found === undefined)
    return [
      {
        tried,
        result: 'unknown',
        came,
        advice: 'Make one, unless it belongs to a Conversations integration, which is not listed.',
      },
    ];
  const missing = triggers.filter((each) => !found.triggers.includes(each));
  const heard: CheckedPoint =
    missing.length === 0
      ? { tried: 'it has the triggers', result: 'fine', came: `${found.triggers.length} triggers` }
      : {
          tried: 'it has the triggers',
          result: 'wrong',
          came: `without ${missing.join(', ')}`,
          advice: 'Add them.',
        };
  return [{ tried, result: 'fine', came }, heard, secretPoint(found.secret, secrets)];
}

function secretPoint(secret: string | undefined, secrets: readonly string[]): CheckedPoint {
  const tried = 'its secret is LIVECHAT_ZENDESK_WEBHOOK_SECRET';
  if (secret === undefined)
    return { tried, result: 'unknown', came: 'no secret is told', advice: 'Compare by hand.' };
  const isKnown = secrets.some((each) => isSame(each, secret));
  return isKnown
    ? { tried, result: 'fine', came: 'the same' }
    : {
        tried,
        result: 'wrong',
        came: 'another',
        advice: 'Set LIVECHAT_ZENDESK_WEBHOOK_SECRET to the shared secret of this webhook.',
      };
}

const isSame = (a: string, b: string): boolean =>
  Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));

type Webhook = z.infer<typeof webhook>;

async function readWebhooks(call: CallApi): Promise<Reading<readonly Webhook[]>> {
  const path = `/integrations?${new URLSearchParams({ 'filter[types]': 'custom' })}`;
  const integrations = readAs(
    await call({ method: 'GET', path, route: 'list-integrations' }),
    integrationsAnswer,
  );
  if ('failure' in integrations) return integrations;
  const found: Webhook[] = [];
  for (const { id } of integrations.value.integrations) {
    const below = `/integrations/${encodeURIComponent(id)}/webhooks`;
    const webhooks = readAs(
      await call({ method: 'GET', path: below, route: 'list-webhooks' }),
      webhooksAnswer,
    );
    if ('failure' in webhooks) return webhooks;
    found.push(...webhooks.value.webhooks);
  }
  return { value: found };
}
