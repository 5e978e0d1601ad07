import { DeliveryModes } from '@microsoft/agents-activity';
import type { Delivery } from '../../../application/ports/delivery.ts';
import type { TurnWordOutcome } from '../../../application/ports/inbound.ts';
import { copilotScope } from '../../bot-framework/identity/tokens/tokens.ts';
import type { InboundActivity, ReceivedActivity } from '../../bot-framework/inbound-activity.ts';
import type { PostActivity } from '../../bot-framework/post-activity.ts';
import { ReplyNotDelivered, type TurnAnswer } from '../caller.ts';
import type { CarriedWords } from './carried-words.ts';
import type { Reply } from './replies.ts';
import type { SkillAnswer } from './skill-turn.ts';

type Replying = ReceivedActivity & SkillAnswer;

/**
 * Gives the replies of a turn in the way that the activity asks for, written as the Agents SDK writes them, which judges them in the
 * tests. Its own turn would take two fifths of a handoff's processor time.
 */
export function sendReplies(post: PostActivity, replying: Replying): TurnAnswer | Promise<TurnAnswer> {
  const { activity, replies, carried } = replying;
  const written = writing(activity);
  if (activity.deliveryMode?.toLowerCase() === expectsReplies) {
    const shown = carried?.shown.filter((word) => word !== undefined) ?? [];
    const body = `{"activities":[${[...shown, ...replies].map(written).join(',')}]}`;
    return { body, ...(carried && { settled: settledBy(carried) }) };
  }
  return carried || replies.length > 0 ? postEach(post, replying) : {};
}

const writing = (activity: InboundActivity) => (reply: Reply) =>
  JSON.stringify({ ...reply, ...envelopeOf(activity) });

const settledBy =
  ({ settle, isLast }: CarriedWords): NonNullable<TurnAnswer['settled']> =>
  (went) => {
    if (went === 'broken') return settle(['unknown']);
    return settle([isLast ? 'delivered' : 'answered']);
  };

const expectsReplies = DeliveryModes.ExpectReplies.toLowerCase();

async function postEach(
  post: PostActivity,
  { activity, callerAppId, replies, carried }: Replying,
): Promise<TurnAnswer> {
  const { serviceUrl, conversation, id } = activity;
  const to = { serviceUrl, conversationId: conversation.id, ...(id !== undefined && { replyTo: id }) };
  const written = writing(activity);
  const send = (reply: Reply) => post({ ...to, body: written(reply), scope: copilotScope(callerAppId) });
  if (carried) await postWords(carried, send);
  for (const reply of replies) expectTaken(await send(reply));
  return {};
}

/** Each is settled by its own answer; behind one that was not taken none is sent. */
async function postWords(
  { shown, settle }: CarriedWords,
  send: (reply: Reply) => Promise<Delivery>,
): Promise<void> {
  const outcomes: TurnWordOutcome[] = [];
  let last: Delivery = { outcome: 'delivered' };
  for (const word of shown) {
    if (word !== undefined) last = await send(word);
    outcomes.push(outcomeOf(last));
    if (last.outcome !== 'delivered') break;
  }
  const [first = 'delivered', ...others] = outcomes;
  await settle([first, ...others, last.outcome === 'delivered' ? 'delivered' : 'unsent']);
  expectTaken(last);
}

const outcomeOf = ({ outcome }: Delivery): TurnWordOutcome =>
  outcome === 'delivered' || outcome === 'unknown' ? outcome : 'unsent';

function expectTaken(sent: Delivery): void {
  if (sent.outcome === 'delivered') return;
  throw new ReplyNotDelivered(`the copilot did not take a reply: ${sent.cause}`);
}

type Account = NonNullable<InboundActivity['from']>;

const accountOf = ({ id, name, role }: Account): Account => ({
  id,
  ...(name !== undefined && { name }),
  ...(role !== undefined && { role }),
});

/** A reply goes from whom the activity was for to whom it is from; an activity of the copilot itself may have no sender. */
function envelopeOf({ channelId, serviceUrl, locale, conversation, id, ...accounts }: InboundActivity) {
  const { from, recipient } = accounts;
  return {
    channelId,
    serviceUrl,
    ...(locale !== undefined && { locale }),
    conversation: { id: conversation.id, ...(conversation.tenantId && { tenantId: conversation.tenantId }) },
    ...(recipient && { from: accountOf(recipient) }),
    recipient: from ? accountOf(from) : { id: conversation.id },
    ...(id !== undefined && { replyToId: id }),
  };
}
