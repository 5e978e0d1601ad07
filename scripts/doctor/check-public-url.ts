import { z } from 'zod';
import type { CheckedPoint, OpenedLiveChat } from '../../src/adapters/live-chat/vendor.ts';
import type { Config } from '../../src/config/config.ts';
import { type Asked, asked, cameOf, fine, unknown, wrong } from './asked.ts';

const notRunning =
  'Start the bridge and run this again: what is behind the public address can be seen only while it runs.';

const alive = z.object({ status: z.literal('alive') });
const manifestSchema = z.object({
  endpoints: z.tuple([z.object({ endpointUrl: z.string(), msAppId: z.string() })]),
  activities: z.record(z.string(), z.unknown()),
});

/** What Microsoft allows the manifest of a skill. */
const manifestAtMost = { bytes: 500 * 1024, ms: 10_000 };

/** The public address leads to this bridge: alive, with the manifest of this app, and with this secret of the live chat. */
export async function checkPublicUrl(
  config: Config,
  liveChat: OpenedLiveChat,
): Promise<readonly CheckedPoint[]> {
  const { publicUrl } = config;
  const isHere = isAlive(await asked(`http://127.0.0.1:${config.port}/healthz`));
  const answer = await asked(`${publicUrl}/healthz`);
  const tried = `${publicUrl}/healthz`;
  if (!isAlive(answer)) return [isHere ? notOurs(tried, answer) : unknown(tried, cameOf(answer), notRunning)];
  return [
    fine(tried, cameOf(answer)),
    ...(config.copilotApp ? [await checkManifest(config), homePage(publicUrl)] : []),
    await checkCallback(config, liveChat),
  ];
}

const isAlive = (answer: Asked): boolean =>
  'status' in answer && answer.status === 200 && alive.safeParse(answer.body).success;

const notOurs = (tried: string, answer: Asked): CheckedPoint =>
  wrong(
    tried,
    cameOf(answer),
    'The bridge runs here and is not behind HANDOFF_PUBLIC_URL: look at DNS, the certificate, the tunnel or reverse proxy, and PORT.',
  );

async function checkManifest({ publicUrl, skillApp }: Config): Promise<CheckedPoint> {
  const tried = `${publicUrl}/skill-manifest.json`;
  const answer = await asked(tried);
  const manifest = 'status' in answer ? manifestSchema.safeParse(answer.body).data : undefined;
  if (!('status' in answer) || manifest === undefined) {
    return wrong(
      tried,
      cameOf(answer),
      'Something in front of the bridge keeps the manifest from Copilot Studio.',
    );
  }
  const [{ endpointUrl, msAppId }] = manifest.endpoints;
  const came = `${answer.bytes} bytes, app ${msAppId}, endpoint ${endpointUrl}`;
  if (msAppId !== skillApp.clientId || endpointUrl !== `${publicUrl}/api/messages`) {
    return wrong(
      tried,
      came,
      'Another bridge answers at HANDOFF_PUBLIC_URL, or one with another Connections__LiveChat__Settings__ClientId: restart it.',
    );
  }
  const isWithin = answer.bytes < manifestAtMost.bytes && answer.ms < manifestAtMost.ms;
  if (isWithin) return fine(tried, came);
  return wrong(
    tried,
    `${came}, after ${answer.ms} ms`,
    'Copilot Studio takes a manifest under 500 KB, within 10 s.',
  );
}

/** Nothing but the app registration knows, and reading it takes more rights than the bridge has. */
const homePage = (publicUrl: string): CheckedPoint =>
  unknown(
    'the Home page URL of the skill’s app registration',
    'it cannot be read from here',
    `Copilot Studio takes the skill only if it is ${publicUrl}/api/messages: Entra › App registrations › Branding & properties.`,
  );

/** A callback as the live chat would send it, of a live chat that is not there: 404 means that it was believed. */
async function checkCallback(
  { publicUrl, liveChat: { kind, callbackPath } }: Config,
  { signedProbe }: OpenedLiveChat,
): Promise<CheckedPoint> {
  const tried = 'a signed callback through the public address';
  if (callbackPath === undefined) return fine(tried, `${kind} does not call back`);
  if (signedProbe === undefined) {
    return unknown(
      tried,
      `${kind} signs with what only it has`,
      'Its page in docs/live-chats says how to see one arrive.',
    );
  }
  const answer = await asked(`${publicUrl}${callbackPath}`, { method: 'POST', ...signedProbe() });
  if ('status' in answer && [404, 503].includes(answer.status))
    return fine(tried, `${cameOf(answer)}, believed`);
  const isRefused = 'status' in answer && answer.status === 401;
  const advice = isRefused
    ? 'The running bridge has another LIVECHAT_WEBHOOK_SECRET than these settings: restart it. Or something in between changes bodies or headers, or the clocks differ.'
    : 'Something in front of the bridge refuses callbacks: let POST through to this path, with its headers.';
  return wrong(tried, cameOf(answer), advice);
}
