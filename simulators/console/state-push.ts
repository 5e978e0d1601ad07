import type { Mark, Step } from '../sequence/step.ts';
import { ofConversation, type Sequence } from '../sequence/steps.ts';
import type { BridgeMetrics } from './bridge-metrics.ts';
import { type ConsoleState, consoleState } from './console-state.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { lostMark } from './lost-mark.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What a page is told: the state as a whole, and of the sequence what is new or has changed. */
export interface StatePush {
  readonly state?: ConsoleState;
  readonly steps?: readonly Step[];
  readonly marks?: readonly Mark[];
}

/** What there is to tell. */
interface Seen {
  readonly faults: FaultSwitches;
  readonly metrics: BridgeMetrics | undefined;
  readonly sequence: Sequence;
  readonly marks: readonly Mark[];
}

/** Steps of one conversation that a page gets. */
const mostSteps = 400;

/** Tells one page what it has not been told before; undefined when there is nothing. */
export function statePushFor(
  rehearsal: Rehearsal,
  conversationId: string | undefined,
): (seen: Seen) => StatePush | undefined {
  let lastState = '';
  const unseen = unsent();
  return ({ faults, metrics, sequence, marks }) => {
    const state = consoleState(rehearsal, faults, { metrics, selected: conversationId, sequence });
    const text = JSON.stringify(state);
    const shown = state.selected === undefined ? [] : ofConversation(sequence, state.selected).steps;
    const steps = unseen(shown.filter(isOnTheWire).slice(-mostSteps));
    const newMarks = unseen([...marks, ...lostMarks(rehearsal, state)]);
    const isNew = text !== lastState;
    lastState = text;
    if (!isNew && steps.length === 0 && newMarks.length === 0) return undefined;
    return {
      ...(isNew && { state }),
      ...(steps.length > 0 && { steps }),
      ...(newMarks.length > 0 && { marks: newMarks }),
    };
  };
}

/** Of some items, those that are new or have changed since they were asked for last. */
function unsent(): <Item extends { readonly id: string }>(items: readonly Item[]) => readonly Item[] {
  const sent = new Map<string, string>();
  return (items) =>
    items.filter((item) => {
      const text = JSON.stringify(item);
      if (sent.get(item.id) === text) return false;
      sent.set(item.id, text);
      return true;
    });
}

/** What people type and read is on the pages to both sides. */
const isOnTheWire = ({ wire }: Step): boolean => wire !== undefined;

function lostMarks({ bridgeLog }: Rehearsal, { conversations, selected }: ConsoleState): readonly Mark[] {
  const session = conversations.find(({ id }) => id === selected)?.session?.id;
  return bridgeLog.lostAttempts.filter((each) => each.session === session).map(lostMark);
}
