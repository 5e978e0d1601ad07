import { type ConversationId, conversationId } from '../../../domain/ids.ts';
import type { ActivityChannel, Unservable } from '../../bot-framework/activity-channel.ts';
import { knownChannel } from '../../bot-framework/channel-traits/known-channel.ts';
import { speakerOf } from '../../bot-framework/content/speaker.ts';
import { referenceOf } from '../../bot-framework/conversation-reference.ts';
import type { InboundActivity } from '../../bot-framework/inbound-activity.ts';
import type { Turn } from '../caller.ts';
import { skillPartOf } from './skill-address.ts';

/* Where a turn comes from, and how its customer is reached later. */

/** No name of a channel has a bar: in one that is written differently it must not pass for the end of the name. */
export function conversationOf({ activity }: Turn): ConversationId {
  const channel = knownChannel(activity)?.id ?? activity.channelId;
  const escaped = channel.replaceAll('%', '%25').replaceAll('|', '%7C');
  return conversationId(`${escaped}|${activity.conversation.id}`);
}

export function channelOf(
  channels: readonly ActivityChannel[],
  { activity }: Turn,
): ActivityChannel | undefined {
  const known = knownChannel(activity);
  return channels.find(({ id }) => id === known?.id);
}

/** Why a conversation in a channel that is not open cannot have a handoff. */
export function notOpen(activity: InboundActivity): Unservable {
  const known = knownChannel(activity);
  const reason = known?.reach.skill === 'never' ? known.reason : undefined;
  return { reason: reason ?? 'channel', suits: 'no-conversation-here' };
}

/** What caller and channel each need to reach their side later, as one text. */
export function addressText(ownTenantId: string, turn: Turn, channel: ActivityChannel): string {
  const { activity, callerAppId: copilotAppId } = turn;
  const reference = referenceOf(activity, ownTenantId);
  const place = channel.placeOf(activity, { tenantId: reference.tenantId, copilotAppId });
  return JSON.stringify({ ...reference, ...place, ...skillPartOf(activity, copilotAppId) });
}

/** Not without a person; and where there are several, one of whom less is known must not replace what is known. */
export function tellsAddress(turn: Turn): boolean {
  const { from } = turn.activity;
  return from !== undefined && (from.aadObjectId !== undefined || speakerOf(turn) === undefined);
}
