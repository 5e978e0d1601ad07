import { createHash } from 'node:crypto';
import { oneLine } from '../../../domain/plain-text.ts';
import type { InboundActivity } from '../inbound-activity.ts';
import { fieldsIn, firstText } from '../json-fields.ts';
import type { Sign } from './content-signs.ts';

/** What was done to a message that was sent before. */
export interface Change {
  readonly kind: 'edited' | 'deleted' | 'restored' | 'reaction';
  /** Tells this change from others of the same message, and is the same when the activity is repeated. */
  readonly mark: string;
  /** What the agent is told of it. */
  readonly signs: readonly Sign[];
}

/** Absent for a new message. A channel says what it is in the type of the activity, or in its own data alone. */
export function changeOf(activity: InboundActivity): Change | undefined {
  const kind = kindOf(activity);
  if (kind === undefined) return undefined;
  return { kind, mark: markOf(kind, activity), signs: signsOf(kind, activity) };
}

function kindOf({ type, channelData }: InboundActivity): Change['kind'] | undefined {
  if (type === 'messageReaction') return 'reaction';
  if (type === 'messageDelete') return 'deleted';
  switch (channelData?.eventType?.toLowerCase()) {
    case 'editmessage':
      return 'edited';
    case 'softdeletemessage':
      return 'deleted';
    case 'undeletemessage':
      return 'restored';
    default:
      return type === 'messageUpdate' ? 'edited' : undefined;
  }
}

/** A change has the id of the message that it changes, and only its time and content tell it from the next one. */
function markOf(kind: Change['kind'], activity: InboundActivity): string {
  const { timestamp, localTimestamp, text, attachments, reactionsAdded, reactionsRemoved } = activity;
  const what = [timestamp, localTimestamp, text, attachments, reactionsAdded, reactionsRemoved];
  return `${kind}-${createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16)}`;
}

function signsOf(
  kind: Change['kind'],
  { reactionsAdded, reactionsRemoved }: InboundActivity,
): readonly Sign[] {
  if (kind !== 'reaction') return [{ kind }];
  const added = namesOf(reactionsAdded);
  const removed = namesOf(reactionsRemoved);
  return [
    ...(added === '' ? [] : [{ kind: 'reaction' as const, reactions: added }]),
    ...(removed === '' ? [] : [{ kind: 'reaction-taken-back' as const, reactions: removed }]),
  ];
}

const maxReactions = 20;
const reactionLength = 64;

function namesOf(reactions: unknown): string {
  const list: readonly unknown[] = Array.isArray(reactions) ? reactions : [];
  const names = list.slice(0, maxReactions).map((each) => {
    const { type, name } = fieldsIn(each);
    return oneLine(firstText(type, name, each) ?? 'unnamed', reactionLength);
  });
  return names.join(', ');
}
