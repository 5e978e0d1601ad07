import { eachDirection, type ToCustomer, type ToLiveChat } from '../../../application/ports/outbox.ts';
import type { Ended } from '../../../domain/handoff-session.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from './session-record.ts';

/** Stands where a customer was. */
const redactedCustomer = { id: 'erased', name: 'erased' };

export const holdsTexts = ({ session }: SessionRecord): boolean =>
  session.customer.id !== redactedCustomer.id;

/**
 * An ended session's record without its texts and without its customer. The version is incremented, so that a commit that
 * was decided before cannot bring the texts back.
 */
export function redactTexts(record: SessionRecord): SessionRecord {
  const { session, lanes, dead } = record;
  if (session.status !== 'ended') return record;
  return {
    ...record,
    version: record.version + 1,
    session: tombstoneOf(session),
    lanes: eachDirection((direction) => lanes[direction].filter(isNeeded).map(blank)),
    dead: dead.map(blankDeadLetter),
  };
}

function tombstoneOf({ problem: _, ...session }: Ended): Ended {
  return { ...session, customer: redactedCustomer, customerAddress: '' };
}

/** Words for a conversation that is over need not arrive; that a live chat is opened no more, or ended, does. */
const isNeeded = ({ content }: StoredMessage): boolean => content.kind !== 'say' && content.kind !== 'notice';

function blank(item: StoredMessage): StoredMessage {
  return item.direction === 'to-customer'
    ? { ...item, content: blankForCustomer(item.content) }
    : { ...item, content: blankForLiveChat(item.content) };
}

function blankDeadLetter(deadLetter: StoredDeadLetter): StoredDeadLetter {
  const { cause, diedAt } = deadLetter;
  return { ...blank(deadLetter), cause, diedAt };
}

function blankForCustomer(content: ToCustomer): ToCustomer {
  switch (content.kind) {
    case 'say':
    case 'notice':
      return { kind: content.kind, text: '' };
    case 'return':
      return content;
  }
}

function blankForLiveChat(content: ToLiveChat): ToLiveChat {
  switch (content.kind) {
    case 'start':
      // Repeated under its key, it still tells which live chat has to be ended.
      return { kind: 'start', customer: redactedCustomer, transcript: [] };
    case 'say':
      return { ...content, text: '', sender: redactedCustomer.name };
    case 'notice':
      return { kind: 'notice', text: '' };
    case 'end':
      return content;
  }
}
