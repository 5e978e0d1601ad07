import { z } from 'zod';
import type { Clock } from '../../../application/ports/clock.ts';
import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import { awaitsNextTurn, type Delivery } from '../../../application/ports/delivery.ts';
import { addressReader } from '../../bot-framework/address-reader.ts';
import { conversationReference, envelopeOf } from '../../bot-framework/conversation-reference.ts';
import { markdownMessage } from '../../bot-framework/markdown.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';

export interface DirectLineSettings {
  /** Speaks in the name of the copilot's app. */
  readonly post: PostActivity;
  /** The Bot Connector of Direct Line. */
  readonly serviceUrl: string;
  /** Of tokens for it. */
  readonly scope: string;
  readonly clock: Clock;
}

const address = conversationReference.extend({
  /** The copilot as Direct Line knows it. */
  botId: z.string(),
});

/** How long Direct Line is not asked again after it has refused the copilot's app, in milliseconds. */
const leftAloneMs = 10 * 60_000;

/**
 * Says words between turns, as the copilot's app, at the Bot Connector of Direct Line. Whether it takes that app for a copilot of Copilot
 * Studio is not documented: whatever it does not take waits for the next turn.
 */
export function sayAtDirectLine({
  post,
  serviceUrl,
  scope,
  clock,
}: DirectLineSettings): CustomerChannel['say'] {
  const read = addressReader(address);
  let leftAloneUntil = 0;
  return async (text, { agentName, text: words }, { isStillWanted }) => {
    if (clock.now() < leftAloneUntil) return awaitsNextTurn;
    const to = read(text);
    const sent = await post({
      isStillWanted,
      serviceUrl,
      conversationId: to.conversationId,
      body: JSON.stringify({
        ...envelopeOf(to),
        from: { id: to.botId, role: 'bot' },
        ...markdownMessage(agentName, words),
      }),
      scope,
    });
    if (isRefused(sent)) leftAloneUntil = clock.now() + leftAloneMs;
    return isRefused(sent) ? awaitsNextTurn : sent;
  };
}

/** The copilot's app is not known there, or not in this conversation. */
const isRefused = (sent: Delivery): boolean =>
  'cause' in sent && /^(400|401|403|404|405|no-token|service-host-not-allowed)\b/.test(sent.cause);
