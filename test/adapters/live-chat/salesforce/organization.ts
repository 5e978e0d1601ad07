import { afterEach } from 'vitest';
import type { Choices } from '../../../../simulators/live-chat/choices.ts';
import {
  type LiveChat as Simulator,
  startLiveChat,
} from '../../../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../../../simulators/live-chat/vendors.ts';
import { accessOf } from '../../../../src/adapters/live-chat/salesforce/access-of.ts';
import type { checkSalesforce } from '../../../../src/adapters/live-chat/salesforce/check.ts';
import { salesforceLiveChat } from '../../../../src/adapters/live-chat/salesforce/client.ts';
import { salesforceFeed } from '../../../../src/adapters/live-chat/salesforce/feed/feed.ts';
import type { FeedPace } from '../../../../src/adapters/live-chat/salesforce/feed/listening.ts';
import {
  sessionStreams,
  whileHeard,
} from '../../../../src/adapters/live-chat/salesforce/feed/session-stream.ts';
import { salesforceSettings } from '../../../../src/adapters/live-chat/salesforce/settings.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import type { Clock } from '../../../../src/application/ports/clock.ts';
import type { LiveChat, LiveChatStart } from '../../../../src/application/ports/live-chat.ts';
import type { LiveChatFeed } from '../../../../src/application/ports/live-chat-feed.ts';
import type { LogFields } from '../../../../src/application/ports/log.ts';
import { channelId, sessionId } from '../../../../src/domain/ids.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';

export const session = sessionId('hs_4f0c0c7e-1d2e-4f3a-8b4c-5d6e7f8a9b0c');

export const bareStart: LiveChatStart = {
  sessionId: session,
  channel: channelId('msteams'),
  customer: { id: 'a', name: 'Anna' },
  transcript: [],
};

/** What a bridge needs of an organization. The key is the one that it has registered. */
export function environmentAt(url: string): Readonly<Record<string, string>> {
  const ends = { bridgeUrl: 'http://127.0.0.1:9', apiKey: '', webhookSecret: '' };
  return simulatedVendor('salesforce').pairing(ends).environment(url);
}

export interface Organization {
  readonly simulator: Simulator;
  readonly liveChat: LiveChat;
  readonly feed: LiveChatFeed;
  /** What the check of the adapter asks with. */
  readonly checked: Parameters<typeof checkSalesforce>[0];
  /** What the adapter has logged. */
  readonly logged: (LogFields & { readonly event: string })[];
  behave(choices: Choices): void;
  /** A chat of the session, which has begun. */
  begun(start?: LiveChatStart): Promise<Awaited<ReturnType<Simulator['chat']>>>;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Options {
  readonly choices?: Choices;
  readonly pace?: FeedPace;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Where the adapter reaches it. Default: where it is. */
  readonly reachedAt?: (url: string) => Promise<string>;
  /** Settings that differ from what the organization expects. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A simulated organization, and an adapter that is set for it. It ends with the test. */
export async function organization(options: Options = {}): Promise<Organization> {
  const { stop, ...its } = await startOrganization(options);
  stops.push(stop);
  return its;
}

/** One that goes on until it is stopped. */
export async function startOrganization({
  choices = {},
  pace,
  clock = systemClock,
  reachedAt = async (url) => url,
  settings: other,
}: Options = {}): Promise<Organization & { readonly stop: () => Promise<void> }> {
  const simulator = await startLiveChat({ kind: 'salesforce' });
  const behave = (its: Choices) => simulator.behave({ choices: its });
  behave(choices);
  const settings = salesforceSettings.parse({ ...environmentAt(await reachedAt(simulator.url)), ...other });
  const logged: Organization['logged'] = [];
  const note = (fields: LogFields, event: string) => void logged.push({ ...fields, event });
  const log = { info: note, warn: note, error: note };
  const { tokens, fetchToken, api } = accessOf(settings, { log, clock });
  const open = sessionStreams({ settings, tokens });
  const { deployment } = settings;
  const heard = whileHeard(open);
  const liveChat = salesforceLiveChat({ api, tokens, deployment, whileHeard: heard });
  return {
    simulator,
    liveChat,
    feed: salesforceFeed({ api, tokens, open, clock, ...(pace && { pace }) }),
    checked: { fetchToken, whileHeard: heard },
    logged,
    stop: simulator.stop,
    behave,
    async begun(start = bareStart) {
      const { outcome } = await liveChat.start(start, firstAttempt(`start ${start.sessionId}`));
      if (outcome !== 'opened') throw new Error(`the chat was ${outcome}`);
      return simulator.chat(({ handoffSessionId }) => handoffSessionId === start.sessionId);
    },
  };
}
