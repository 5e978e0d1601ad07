import type { SigningKey } from '../../entra/signing-keys.ts';
import { StepFailed } from '../language/step-failed.ts';
import { settingsAmong, startPeers } from '../play/world/peers.ts';
import type { PlayedBridge } from '../play/world/played-bridge.ts';
import type { StorySettings } from '../play/world/settings.ts';
import { secretsOf, type World } from '../play/world/world.ts';
import { watchActivity } from '../time/activity.ts';
import { realTime } from './real-time.ts';
import { newAgreement, readAgreed, writeAgreed } from './rehearsal-file.ts';

/** The file in which a bridge that runs elsewhere finds its settings. */
export const settingsFile = 'rehearsal.env';

/**
 * All peers of a bridge at `url` that is started and stopped elsewhere. Its settings are in {@link settingsFile}, which
 * is written by the first call. The settings are those of the simulators alone. Tokens, signatures and faults are as in every story; time is real.
 */
export async function worldAround(
  url: string,
  { settings, signingKey }: { readonly settings: StorySettings; readonly signingKey: SigningKey },
): Promise<World> {
  const agreed = (await readAgreed(settingsFile)) ?? newAgreement();
  const { credentials, ports, adminToken } = agreed;
  const time = realTime(watchActivity());
  const origin = new URL(url).origin;
  const peers = await startPeers({
    credentials,
    settings,
    signingKey,
    time: () => time,
    bridge: () => origin,
    ports,
  });
  const port = Number(new URL(url).port || 80);
  const dataDirectory = 'data/rehearsal';
  await writeAgreed(
    settingsFile,
    settingsAmong({ credentials, peers, settings: {}, port, dataDirectory, adminToken }),
  );
  return {
    ...peers,
    time,
    bridge: foreignBridge(origin),
    adminToken,
    seesDesk: true,
    secrets: secretsOf(credentials, adminToken),
    noted: [],
    said: [],
  };
}

function foreignBridge(origin: string): PlayedBridge {
  const notOurs = () => Promise.reject(new StepFailed('this bridge is not ours to stop'));
  return { origin, process: undefined, start: async () => undefined, kill: notOurs, stop: notOurs };
}
