import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, postJson } from '../http/post-json.ts';
import type { Activity } from '../teams/activity.ts';
import type { ConversationRecord } from './conversation.ts';

interface SpeechOptions {
  readonly copilot: { readonly clientId: string; readonly name: string };
  readonly token: (scope: string) => Promise<string>;
  readonly stopping: AbortSignal;
}

/** What the customer is shown: a message or a sign of typing. */
export type Utterance = Pick<Activity, 'type' | 'text' | 'textFormat'>;

/** Shows an utterance in the customer's chat; rejects with a {@link SpeechRefused} when Teams will not have it. */
export type Speak = (
  to: Pick<ConversationRecord, 'conversationId' | 'serviceUrl'>,
  what: Utterance,
) => Promise<void>;

export class SpeechRefused extends Error {
  readonly status: number;

  constructor(status: number, body: unknown) {
    super(`Teams answered ${status}: ${JSON.stringify(body)}`);
    this.status = status;
  }
}

const patienceMs = 15_000;
const mostTries = 5;
const passing: readonly number[] = [412, 429, 502, 503, 504];

export function speech({ copilot, token, stopping }: SpeechOptions): Speak {
  return async (to, what) => {
    const url = new URL(
      `v3/conversations/${encodeURIComponent(to.conversationId)}/activities`,
      to.serviceUrl,
    );
    const activity = {
      textFormat: 'markdown',
      ...what,
      channelId: 'msteams',
      serviceUrl: to.serviceUrl,
      from: { id: `28:${copilot.clientId}`, name: copilot.name },
      conversation: { id: to.conversationId },
    };
    for (let tries = 1; ; tries += 1) {
      const headers = { authorization: `Bearer ${await token('https://api.botframework.com/.default')}` };
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(patienceMs)]);
      const answer = await postJson(url.href, activity, { headers, signal });
      if (answer.status < 300) return;
      if (tries === mostTries || !passing.includes(answer.status))
        throw new SpeechRefused(answer.status, answer.body);
      await sleep(pauseMs(answer, tries), undefined, { signal: stopping });
    }
  };
}

function pauseMs({ headers }: Answer, tries: number): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) ? seconds * 1000 : 100 * 2 ** tries;
}
